package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.KeyUsed;
import dev.vedette.policy.model.KeyUsed.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2033")
class KeyRingsSearchedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> asks(String container, Operation operation, int serial) {
        Events by = Events.byServer().in(Containers.named(container, "web"));
        return JUDGE.judge("VDT-2033", new KeyUsed(by.context(), operation, 0, serial, -1, "", "", false));
    }

    @Test
    void findsTheListOfKeysWhereverProcIsMounted() {
        assertThat(JUDGE.only("VDT-2033", Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/keys")))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsOneKeyAfterTheOtherByWhateverRequest() {
        for (int serial = 1; serial < 5; serial++) {
            assertThat(asks("a", serial % 2 == 0 ? Operation.READ : Operation.DESCRIBE, serial))
                    .isEmpty();
        }

        assertThat(asks("a", Operation.LINK, 5)).hasSize(1);
    }

    @Test
    void isSilentOnFewKeysOnNewOnesAndOnRingsOfItsOwn() {
        for (int i = 0; i < 20; i++) {
            assertThat(asks("b", Operation.READ, 7)).isEmpty();
            assertThat(asks("b", Operation.ADD, 100 + i)).isEmpty();
            assertThat(asks("b", Operation.READ, -1 - i)).isEmpty();
        }
        assertThat(JUDGE.judge("VDT-2033", Events.byServer().reads(Files.ofImage("/srv/keys"))))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherFilesOfProcAndOnAMaskOverTheList() {
        assertThat(JUDGE.judge("VDT-2033", Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/meminfo"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2033", Events.byServer().reads(Files.on(FileSystemMagic.TMPFS, "/proc/keys"))))
                .isEmpty();
    }
}
