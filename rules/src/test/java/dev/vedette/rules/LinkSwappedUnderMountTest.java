package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileChanged.KnownBy;
import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2023")
class LinkSwappedUnderMountTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long EXCHANGE = 2;
    private static final FileObject LINK = file("/data/swapped", 0120777);
    private static final FileObject FOLDER = file("/data/sub", 0040755);
    private static long clock;

    private static FileObject file(String path, int mode) {
        return new FileObject(
                path, 8, path.hashCode(), 0, 0xef53, 1, mode, 0, OverlayLayer.NONE, FileObject.PathEnd.ROOT);
    }

    private static FileChanged renames(Events by, FileObject file, FileObject other, long flags) {
        EventContext at = by.context();
        EventContext later = new EventContext(
                at.bootNanos() + clock++,
                at.epochNanos() + clock,
                at.process(),
                at.container(),
                at.phase(),
                at.hostNamespaces(),
                at.origin(),
                0);
        return new FileChanged(
                later,
                Operation.RENAME,
                file,
                other,
                flags,
                file.path(),
                other.path(),
                false,
                KnownBy.KERNEL,
                true,
                FileRole.ORDINARY);
    }

    private static Events in(String container) {
        return Events.byServer().in(Containers.named(container, "web"));
    }

    @Test
    void findsALinkExchangedWithAFolderOrAFileEitherWay() {
        FileObject plain = file("/data/file", 0100644);

        assertThat(JUDGE.only("VDT-2023", renames(in("a"), LINK, FOLDER, EXCHANGE))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge("VDT-2023", renames(in("b"), FOLDER, LINK, EXCHANGE)))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-2023", renames(in("c"), plain, LINK, EXCHANGE)))
                .hasSize(1);
    }

    @Test
    void findsALinkWhereTheOtherIsNotKnown() {
        assertThat(JUDGE.judge("VDT-2023", renames(in("f"), LINK, FileObject.NONE, EXCHANGE)))
                .hasSize(1);
    }

    @Test
    void findsTheRaceAsWorse() {
        JUDGE.judge(renames(in("d"), LINK, FOLDER, EXCHANGE));
        JUDGE.judge(renames(in("d"), FOLDER, LINK, EXCHANGE));

        assertThat(JUDGE.judge("VDT-2023", renames(in("d"), LINK, FOLDER, EXCHANGE)))
                .anyMatch(finding -> finding.severity() == Severity.HIGH);
    }

    @Test
    void isSilentOnPlainRenamesAndOnTwoOfAKind() {
        assertThat(JUDGE.judge("VDT-2023", renames(in("e"), LINK, FileObject.NONE, 0)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2023", renames(in("e"), LINK, FOLDER, 1))).isEmpty();
        assertThat(JUDGE.judge("VDT-2023", renames(in("e"), LINK, file("/data/current", 0120777), EXCHANGE)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2023", renames(in("e"), FOLDER, file("/data/new", 0040755), EXCHANGE)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2023", renames(in("e"), FOLDER, FileObject.NONE, EXCHANGE)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2023", renames(Events.byServer().onHost(), LINK, FOLDER, EXCHANGE)))
                .isEmpty();
    }
}
