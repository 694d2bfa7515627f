package dev.pinbench.analysis;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.pinbench.analysis.model.Interval;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom: data flows one way, and the format knows nobody. */
class ArchitectureTest {

    private static final String ROOT = "dev.pinbench.analysis";
    private static final String OURS = "dev.pinbench..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theFormatDependsOnNothingElseOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".results")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(ROOT + ".results"))))
                .check(CLASSES);
    }

    @Test
    void theModelDependsOnTheFormatOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(not(resideInAPackage(ROOT + ".results")))
                        .and(not(resideInAPackage(ROOT + ".model"))))
                .check(CLASSES);
    }

    @Test
    void statisticsKnowNumbersOnlyAndAnswerWithAnInterval() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".stats")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(not(resideInAPackage(ROOT + ".stats")))
                        .and(not(equivalentTo(Interval.class))))
                .check(CLASSES);
    }

    @Test
    void attributionDependsOnTheFormatOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".attribution")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS)
                        .and(not(resideInAPackage(ROOT + ".results")))
                        .and(not(resideInAPackage(ROOT + ".attribution"))))
                .check(CLASSES);
    }

    @Test
    void chartsDoNotKnowTheReport() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".chart")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".report")
                .check(CLASSES);
    }

    @Test
    void analysisNeverDependsOnTheHarness() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pinbench.harness..")
                .check(CLASSES);
    }

    @Test
    void nothingSleepsExitsOrPrints() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void staticStateDoesNotChange() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + "..")
                .and()
                .areStatic()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void classesAreFinalUnlessTheyAreMadeForMore() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        Set<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName())
                .collect(Collectors.toSet());

        assertThat(CLASSES).isNotEmpty();
        assertThat(unmarked).isEmpty();
    }
}
