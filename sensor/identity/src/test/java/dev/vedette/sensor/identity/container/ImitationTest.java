package dev.vedette.sensor.identity.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Groups with another container's name, made on the node's side: a user without rights may make them in his own. */
class ImitationTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final long REAL = 2;
    private static final long IMITATION = 3;
    private static final Container CONTAINER =
            new Container(ID, "web", "image", "", "podman", Container.Pod.NONE, Set.of(), 77, Container.Identity.KNOWN);

    private final ContainerRegistry registry = new ContainerRegistry(10);

    private void real() {
        registry.made(REAL, 1, "/machine.slice/libpod-" + ID + ".scope", null, 1);
    }

    private void imitation() {
        registry.made(IMITATION, 1, "/user.slice/user@1000.service/libpod-" + ID + ".scope", null, 2);
    }

    private String nameOf(long group) {
        return registry.containerOf(group).name();
    }

    @Test
    void aSecondGroupWithTheNameOfALivingContainerIsNotTakenForIt() {
        real();
        registry.learn(REAL, CONTAINER, null);
        imitation();
        assertThat(nameOf(REAL)).isEqualTo("web");
        assertThat(nameOf(IMITATION)).isEmpty();
    }

    @Test
    void theRuntimesWordGoesToTheGroupOfItsProcess() {
        real();
        imitation();
        registry.learn(REAL, CONTAINER, null);
        registry.learn(REAL, CONTAINER, null);
        assertThat(nameOf(REAL)).isEqualTo("web");
        assertThat(nameOf(IMITATION)).isEmpty();
    }

    @Test
    void anImitationThatWasThereFirstLosesItsWordToTheGroupOfTheProcess() {
        imitation();
        real();
        registry.learn(REAL, CONTAINER, null);
        assertThat(nameOf(REAL)).isEqualTo("web");
        assertThat(nameOf(IMITATION)).isEmpty();
    }

    @Test
    void aContainerStartedAnewUnderItsIdIsKnownWhenItsFormerGroupIsGone() {
        real();
        registry.learn(REAL, CONTAINER, null);
        registry.removed(REAL, 2);
        registry.made(4, 1, "/machine.slice/libpod-" + ID + ".scope", null, 3);
        registry.learn(4, CONTAINER, null);
        assertThat(nameOf(4)).isEqualTo("web");
    }
}
