package dev.vedette.probes.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The environment variables that say what is loaded or run when a program starts, or where its history goes. They are
 * whole names, not beginnings: applications keep secrets in names like LD_SDK_KEY.
 *
 * <p>Sources: ld.so(8), iconv_open(3), bash(1), zsh(1), python(1), perlrun(1), ruby(1), node(1), java(1), php(1),
 * lua(1), and the documentation of .NET and OpenSSL.
 */
public final class LoaderVariables {
    private static final List<String> NAMES = List.of(
            "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT LD_BIND_NOW LD_BIND_NOT LD_DEBUG LD_DEBUG_OUTPUT LD_DYNAMIC_WEAK",
            "LD_HWCAP_MASK LD_ORIGIN_PATH LD_PROFILE LD_PROFILE_OUTPUT LD_SHOW_AUXV LD_TRACE_LOADED_OBJECTS LD_VERBOSE",
            "LD_PREFER_MAP_32BIT_EXEC LD_USE_LOAD_BIAS LD_WARN LD_POINTER_GUARD LD_ASSUME_KERNEL",
            "GLIBC_TUNABLES GCONV_PATH CHARSET LOCPATH NLSPATH RESOLV_HOST_CONF HOSTALIASES MALLOC_TRACE GETCONF_DIR",
            "BASH_ENV ENV SHELLOPTS BASHOPTS PROMPT_COMMAND PS4 ZDOTDIR IFS EDITOR VISUAL PAGER",
            "HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE",
            "PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONINSPECT PYTHONBREAKPOINT PYTHONUSERBASE PYTHONWARNINGS",
            "PYTHONPLATLIBDIR PYTHONEXECUTABLE PERL5LIB PERL5OPT PERL5DB PERLLIB PERL5SHELL RUBYOPT RUBYLIB RUBYSHELL",
            "NODE_OPTIONS NODE_PATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH JAVA_HOME",
            "PHPRC PHP_INI_SCAN_DIR LUA_INIT LUA_PATH LUA_CPATH DOTNET_STARTUP_HOOKS CORECLR_ENABLE_PROFILING",
            "CORECLR_PROFILER CORECLR_PROFILER_PATH OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES GIT_SSH_COMMAND");

    private static final int LETTERS = 128;
    private static final byte[][][] BY_FIRST_LETTER = byFirstLetter();

    private LoaderVariables() {}

    /** Their names, of at most 31 ASCII letters each. */
    public static List<String> names() {
        return NAMES.stream().flatMap(line -> List.of(line.split(" ")).stream()).toList();
    }

    /** Whether {@code NAME=value} from {@code begin} to before {@code end} is one of them. */
    static boolean admits(byte[] bytes, int begin, int end) {
        int first = begin < end ? bytes[begin] : -1;
        if (first < 0 || BY_FIRST_LETTER[first] == null) {
            return false;
        }
        for (byte[] name : BY_FIRST_LETTER[first]) {
            if (begins(bytes, begin, end, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] bytes, int begin, int end, byte[] name) {
        if (end - begin <= name.length || bytes[begin + name.length] != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[begin + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[][][] byFirstLetter() {
        byte[][][] names = new byte[LETTERS][][];
        for (int letter = 0; letter < LETTERS; letter++) {
            int first = letter;
            byte[][] those = names().stream()
                    .filter(name -> name.charAt(0) == first)
                    .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);
            names[letter] = those.length == 0 ? null : those;
        }
        return names;
    }
}
