package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest",
        "nginx:1.29, docker.io/library/nginx:1.29",
        "team/app, docker.io/team/app:latest",
        "docker.io/nginx, docker.io/library/nginx:latest",
        "Index.Docker.io/nginx, docker.io/library/nginx:latest",
        "localhost/app:1, localhost/app:1",
        "localhost:5000/app, localhost:5000/app:latest",
        "registry:5000/app, registry:5000/app:latest",
        "Registry/app:1, registry/app:1",
        "registry.example/a/b/c:1@sha256:aa, registry.example/a/b/c:1@sha256:aa",
        "registry.example/a@sha256:aa, registry.example/a@sha256:aa",
        "sha256:aa, sha256:aa",
        "[::1]:5000/app:1, [::1]:5000/app:1"
    })
    void completesNamesAsRuntimesDo(String reference, String whole) {
        assertThat(ImageName.parse(reference)).hasToString(whole);
    }

    @Test
    void takesItsPartsFromTheRightPlaces() {
        ImageName name = ImageName.parse("registry.example:5000/team/app:1@sha256:aa");

        assertThat(name).isEqualTo(new ImageName("registry.example:5000", "team/app", "1", "sha256:aa"));
        assertThat(name.path()).isEqualTo("registry.example:5000/team/app");
        assertThat(name.base()).isEqualTo("app");
        assertThat(name.pinned()).isTrue();
    }

    @Test
    void takesAnyText() {
        assertThat(ImageName.parse("").registry()).isEqualTo("docker.io");
        assertThat(ImageName.parse(":").tag()).isEmpty();
        assertThat(ImageName.parse("@").digest()).isEmpty();
        assertThat(ImageName.parse("/").repository()).isEqualTo("/");
    }
}
