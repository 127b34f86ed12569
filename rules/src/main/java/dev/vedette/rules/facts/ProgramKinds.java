package dev.vedette.rules.facts;

import dev.vedette.policy.model.KnownTexts;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What kind of program a name stands for, as bits. Every program that begins is asked for, and nearly always it is one
 * that began before: so what was found out is kept. Thread-safe.
 */
final class ProgramKinds {
    static final int SHELL = 1;
    /** Of a language that runs any text it is given. */
    static final int LANGUAGE = 2;

    static final int DOWNLOADER = 4;
    /** Shows or carries off any file, whatever is in it. */
    static final int FILE_TOOL = 8;

    static final int MULTI_CALL = 16;
    static final int LOADER = 32;

    private static final Map<Integer, Pattern> NAMES = Map.of(
            SHELL,
            Pattern.compile("r?bash|sh|[dy]?ash|zsh|t?csh|[lom]?ksh(93)?|fish|rc|pwsh"),
            LANGUAGE,
            Pattern.compile("(python|pypy|perl|ruby|irb|php|lua|tclsh|node|deno|bun|expect)[0-9.]*|nodejs|luajit"
                    + "|[gmn]?awk"),
            DOWNLOADER,
            Pattern.compile("curl|wget2?|aria2c|ftpget|tftp|lynx|axel|nc|ncat|socat|netcat(\\..+)?|nc\\..+"),
            FILE_TOOL,
            Pattern.compile("cat|tac|head|tail|less|more|cp|mv|dd|tar|cpio|gzip|zcat|xz|zip|base32|base64|xxd|od"
                    + "|hexdump|strings|[ef]?grep|rg|sed|cut|tee|sort|uniq|nl|find|xargs|rsync|scp|sftp|vim?|nano|ed"
                    + "|openssl|diff|paste|fold|rev|jq"),
            MULTI_CALL,
            Pattern.compile("busybox(\\..+)?|toybox|coreutils"),
            LOADER,
            Pattern.compile("ld-(linux|musl).*\\.so.*|ld\\.so.*|ld-[0-9.]+\\.so"));

    private static final KnownTexts<Integer> FILES = new KnownTexts<>(path -> of(lastComponent(path)));
    private static final KnownTexts<Integer> ARGUMENTS = new KnownTexts<>(argument -> of(called(argument)));

    private ProgramKinds() {}

    /** Of the last component of a path, or of a bare name. */
    static int ofFile(String path) {
        return FILES.of(path);
    }

    /** Of what an argument calls a program. */
    static int ofArgument(String argument) {
        return ARGUMENTS.of(argument);
    }

    /** The last component, without the dash of a login shell. */
    static String called(String argument) {
        String name = lastComponent(argument);
        return name.startsWith("-") ? name.substring(1) : name;
    }

    private static int of(String name) {
        int kinds = 0;
        for (Map.Entry<Integer, Pattern> kind : NAMES.entrySet()) {
            if (kind.getValue().matcher(name).matches()) {
                kinds |= kind.getKey();
            }
        }
        return kinds;
    }

    private static String lastComponent(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
