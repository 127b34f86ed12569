package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-6001")
class RegistryNotAllowedTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with(
            "VDT-6001",
            "registries",
            "registry.example",
            "registry.example:5000/team",
            "*.inner.example",
            "docker.io/library");

    @RegisterExtension
    static final Judge WITHOUT_LIST = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.evil.test/app:1",
                "evilregistry.example/app:1",
                "evil.test/registry.example/app:1",
                "registry.example:5000/other/app:1",
                "registry.example:5000/teammate/app:1",
                "registry.example:6000/team/app:1",
                "inner.example/app:1",
                "x.inner.example.evil.test/app:1",
                "evilinner.example/app:1",
                "docker.io/evil/nginx:1",
                "evil/nginx",
                "localhost/app:1",
                "localhost:5000/app:1",
                "regislry.example/app:1"
            })
    void findsWhatOnlyLooksAllowed(String reference) {
        assertThat(JUDGE.only("VDT-6001", image(reference).build()).severity()).isEqualTo(Severity.MEDIUM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example/app:1",
                "registry.example:443/app",
                "REGISTRY.example/team/app@sha256:aa",
                "registry.example:5000/team/app:1",
                "registry.example:5000/team:1",
                "a.inner.example/app:1",
                "a.b.inner.example/app:1",
                "nginx",
                "docker.io/nginx:1",
                "index.docker.io/library/nginx:1",
                "registry-1.docker.io/library/nginx:1"
            })
    void isSilentOnWhatIsAllowed(String reference) {
        assertThat(JUDGE.judge("VDT-6001", image(reference).build())).isEmpty();
    }

    @Test
    void saysWhichAllowedOneIsImitated() {
        assertThat(JUDGE.only("VDT-6001", image("registry.example.evil.test/a").build())
                        .message())
                .contains("looks like registry.example");
    }

    @Test
    void findsAMirrorThatIsNotAllowed() {
        assertThat(JUDGE.only(
                                "VDT-6001",
                                image("registry.example/app:1")
                                        .askedFrom("a.inner.example", "evil.test:5000")
                                        .build())
                        .message())
                .contains("evil.test:5000", "in place of registry.example");
        assertThat(JUDGE.judge(
                        "VDT-6001",
                        image("registry.example/app:1")
                                .askedFrom("a.inner.example")
                                .build()))
                .isEmpty();
    }

    @Test
    void allowsEverythingWithoutAList() {
        assertThat(WITHOUT_LIST.judge(image("evil.test/app:1").build())).isEmpty();
    }
}
