package dev.pinbench.analysis.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void bitRatesHaveThreeDigits() {
        assertThat(Units.formatBitRate(2.6437e9)).isEqualTo("2.64 Gbit/s");
        assertThat(Units.formatBitRate(11.96e9)).isEqualTo("12.0 Gbit/s");
        assertThat(Units.formatBitRate(360.4e6)).isEqualTo("360 Mbit/s");
        assertThat(Units.formatBitRate(999.96e6)).isEqualTo("1.00 Gbit/s");
        assertThat(Units.formatBitRate(0)).isEqualTo("0 bit/s");
        assertThat(Units.formatBitRate(12)).isEqualTo("12 bit/s");
        assertThat(Units.formatBitRate(0.5)).isEqualTo("0.50 bit/s");
        assertThat(Units.formatBitRate(2.5e15)).isEqualTo("2500 Tbit/s");
        assertThat(Units.formatBytes(1448)).isEqualTo("1.45 kB");
    }

    @Test
    void percentagesKeepADecimalOnlyWhereItMatters() {
        assertThat(Units.percent(0.574)).isEqualTo("57 %");
        assertThat(Units.percent(0.0823)).isEqualTo("8.2 %");
        assertThat(Units.percent(0.08)).isEqualTo("8 %");
        assertThat(Units.percent(0)).isEqualTo("0 %");
        assertThat(Units.percent(-0.0001)).isEqualTo("0 %");
        assertThat(Units.percent(0.0999)).isEqualTo("10 %");
        assertThat(Units.percentNumber(1)).isEqualTo("100");
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"de-DE", "ar-EG", "tr-TR"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Units.formatBitRate(2.64e9)).isEqualTo("2.64 Gbit/s");
                assertThat(Units.percent(0.082)).isEqualTo("8.2 %");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> Units.formatBitRate(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Units.percent(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }
}
