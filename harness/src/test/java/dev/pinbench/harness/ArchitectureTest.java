package dev.pinbench.harness;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what nobody may do. */
class ArchitectureTest {

    private static final String ROOT = "dev.pinbench.harness";
    private static final String CLI = ROOT + ".cli";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"sampling", "process", "links"})
    void theLowestPackagesDependOnNoOtherOfTheHarness(String name) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + "." + name))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "hostchange, profile plan lab traffic sampling probe run doctor account calibrate inspect targets existing",
        "host, profile plan lab traffic sampling probe run doctor account calibrate inspect",
        "probe, run profile plan lab traffic sampling doctor",
        "lab, run profile plan traffic sampling doctor account inspect existing",
        "traffic, run sampling profile plan doctor account",
        "profile, plan run traffic sampling doctor",
        "plan, run lab traffic sampling doctor",
        "account, run sampling profile plan doctor calibrate inspect",
        "capture, run sampling profile plan doctor calibrate inspect account traffic existing",
        "run, doctor calibrate inspect",
        "calibrate, doctor account inspect",
        "inspect, run lab sampling profile plan doctor account traffic calibrate",
        "targets, run lab sampling profile plan doctor account traffic calibrate inspect existing",
        "existing, run sampling profile plan doctor account traffic calibrate inspect",
        "doctor, run lab traffic sampling profile plan"
    })
    void noPackageKnowsThoseAboveIt(String name, String above) {
        String[] forbidden = Arrays.stream(above.split(" ", -1))
                .map(each -> ROOT + "." + each + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden))
                .check(CLASSES);
    }

    @Test
    void nobodyDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(CLASSES);
    }

    @Test
    void nothingSleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheEntryPointEndsTheProgram() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLI + ".Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
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
