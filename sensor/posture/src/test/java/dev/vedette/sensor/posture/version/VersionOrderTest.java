package dev.vedette.sensor.posture.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
    @ParameterizedTest
    @CsvSource({
        "1.0.0-rc93, 1.0.0-rc95",
        "1.0.0-rc95, 1.0.0",
        "1.0.0~rc93+ds1-5, 1.0.0",
        "1.1.9, 1.1.12",
        "1.1.12, 1.2",
        "1.4.0-rc.2, 1.4.0-rc.3",
        "1.4.0-beta.5, 1.4.0-rc.1",
        "v1.29.3+k3s1, v1.29.7",
        "6.1.0-18-amd64, 6.1.76"
    })
    void upstreamVersionsStandInTheirOrder(String older, String newer) {
        UpstreamVersion left = UpstreamVersion.parse(older).orElseThrow();
        UpstreamVersion right = UpstreamVersion.parse(newer).orElseThrow();

        assertThat(left).isLessThan(right);
        assertThat(right).isGreaterThan(left);
    }

    @ParameterizedTest
    @CsvSource({"1.2, 1.2.0", "v1.2.0, 1.2.0+dev", "1.1.5+ds1-1+deb12u1, 1.1.5", "6.18.44-fc-v657, 6.18.44"})
    void whatABuilderAddsDoesNotCount(String one, String other) {
        assertThat(UpstreamVersion.parse(one)).isEqualTo(UpstreamVersion.parse(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "(devel)", "HEAD"})
    void whatIsNoVersionIsNone(String text) {
        assertThat(UpstreamVersion.parse(text)).isEmpty();
    }

    // The expectations are dpkg's own, see dpkgAgrees().
    @ParameterizedTest
    @CsvSource({
        "1.1.5+ds1-1, 1.1.5+ds1-1+deb12u1",
        "1.0.0~rc93+ds1-5, 1.0.0-1",
        "1.7.24~ds1-6, 1.7.24~ds1-6+deb13u1",
        "1.7.24~ds1-6, 1.7.24-1",
        "9.9-1, 1:0.1-1",
        "5.15.0-97.107, 5.15.0-179.189",
        "1.2-9, 1.2-10",
        "1.2a-1, 1.2+-1",
        "2.0-1, 2.0.1-1"
    })
    void packagesOfDebianStandInTheOrderOfDpkg(String older, String newer) throws Exception {
        assertThat(PackageVersion.compareDebian(older, newer)).isNegative();
        assertThat(PackageVersion.compareDebian(newer, older)).isPositive();
        assertThat(PackageVersion.compareDebian(older, older)).isZero();
        assertThat(dpkgAgrees(older, "lt", newer)).isTrue();
    }

    private static boolean dpkgAgrees(String left, String relation, String right) throws Exception {
        return new ProcessBuilder("dpkg", "--compare-versions", left, relation, right)
                        .start()
                        .waitFor()
                == 0;
    }

    // By rpm's own tests (tests/rpmvercmp.at) and versions of RHEL.
    @ParameterizedTest
    @CsvSource({
        "1.0, 2.0",
        "2.0, 2.0.1",
        "5.5p1, 5.5p2",
        "5.5p1, 5.5p10",
        "10xyz, 10.1xyz",
        "xyz.4, 8",
        "2a, 2.0",
        "1.0~rc1, 1.0",
        "1.0, 1.0^git1",
        "1.0^git1, 1.01",
        "5.14.0-427.el9, 5.14.0-611.49.2.el9_7",
        "4.18.0-553.97.1.el8_10, 4.18.0-553.121.1.el8_10",
        "9-1, 1:1-1"
    })
    void packagesOfRpmStandInTheOrderOfRpm(String older, String newer) {
        assertThat(PackageVersion.compareRpm(older, newer)).isNegative();
        assertThat(PackageVersion.compareRpm(newer, older)).isPositive();
        assertThat(PackageVersion.compareRpm(newer, newer)).isZero();
    }
}
