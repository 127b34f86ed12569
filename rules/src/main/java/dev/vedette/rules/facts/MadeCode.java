package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;

/** Who makes code in its own memory without having a compiler in it. */
public enum MadeCode {
    ORDINARY("", Severity.INFO),
    WITHOUT_FILE("it was itself run without a file", Severity.HIGH),
    NOT_OF_IMAGE(Behind.PROGRAM.words(), Severity.MEDIUM),
    BEHIND_SERVER(Behind.SHELL.words(), Severity.HIGH),
    TOOL("it is a tool that makes no code", Severity.MEDIUM),
    SERVER("it serves the network and is none that is known to make code", Severity.LOW),
    SESSION(Behind.SESSION.words(), Severity.LOW);

    private final String words;
    private final Severity severity;

    MadeCode(String words, Severity severity) {
        this.words = words;
        this.severity = severity;
    }

    /** @param compilers file names, with {@code *} for any text, of programs that make code */
    public static MadeCode of(ProcessInfo process, List<String> compilers) {
        if (process.executable().isDeleted()) {
            return WITHOUT_FILE;
        }
        if (Callings.isLike(process, compilers)) {
            return ORDINARY;
        }
        Behind behind = Behind.of(process);
        if (behind == Behind.PROGRAM) {
            return NOT_OF_IMAGE;
        }
        if (behind == Behind.SHELL) {
            return BEHIND_SERVER;
        }
        if (Programs.isShell(process) || Programs.isFileTool(process)) {
            return TOOL;
        }
        if (process.serving()) {
            return SERVER;
        }
        return behind == Behind.SESSION ? SESSION : ORDINARY;
    }

    public boolean applies() {
        return this != ORDINARY;
    }

    public String words() {
        return words;
    }

    public Severity severity() {
        return severity;
    }
}
