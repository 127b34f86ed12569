package dev.vedette.tests.evasion;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import dev.vedette.tests.tricks.TrickPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** 32-bit calls are looked at by a sensor from their first sign on. */
@OnAttackRange
class CompatCallsTest {
    private final AttackRange range;

    CompatCallsTest(AttackRange range) {
        this.range = range;
    }

    /** Opens it for writing and writes nothing. */
    @Test
    void whatA32BitProgramOpensIsFoundOnceThereWasOne() throws Exception {
        assumeTrue(TrickPrograms.run32(), "this kernel runs no programs of 32 bits");
        Workload attacker = range.privileged();
        Path program = attacker.inside("/run/tricks32");
        Files.write(program, TrickPrograms.content("tricks32"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        Waiting.until("core_pattern is found opened by a 32-bit program", () -> {
            attacker.does("/run/tricks32 open /proc/sys/kernel/core_pattern").worked();
            return !range.findings().of(attacker.id(), "VDT-2002").isEmpty();
        });
    }
}
