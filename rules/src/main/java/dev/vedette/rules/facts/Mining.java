package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What mining of coins leaves to see. Each mark alone may mean something else. */
public final class Mining {
    /** Monero's addresses, integrated ones too: by far the most that is mined on processors. */
    private static final Pattern WALLET =
            Pattern.compile("(^|[=:/])[48][1-9A-HJ-NP-Za-km-z]{94}([1-9A-HJ-NP-Za-km-z]{11})?\\b");

    private static final int SHORTEST_WALLET = 95;

    private static final Pattern PROTOCOL =
            Pattern.compile("stratum[12]?(\\+[a-z]+)?://|daemon\\+https?://|ethproxy\\+?");

    private static final Set<String> ALGORITHMS = Set.of(
            "randomx",
            "rx/0",
            "rx/wow",
            "rx/arq",
            "cryptonight",
            "cn/r",
            "cn/0",
            "cn-heavy/0",
            "cn-lite/1",
            "kawpow",
            "ethash",
            "etchash",
            "ghostrider",
            "autolykos2",
            "verushash",
            "yespower",
            "argon2/chukwa");

    private static final int LONGEST_ALGORITHM =
            ALGORITHMS.stream().mapToInt(String::length).max().orElse(0);

    private Mining() {}

    /**
     * What the arguments of a program that begins say, and once they say something, where its file is from. Tools and shells
     * of the image only speak of it: they search for a word, or are about to start what is looked at next.
     *
     * @param programs names of miners, as patterns
     * @param options how options begin that only miners have
     */
    public static List<String> marks(ProcessInfo process, List<String> programs, List<String> options) {
        List<String> marks = new ArrayList<>();
        boolean later = Programs.isWrittenLater(process.executable());
        if (!later && (Programs.isFileTool(process) || Programs.isShell(process))) {
            return marks;
        }
        boolean protocol = false;
        boolean wallet = false;
        boolean option = false;
        for (int i = 1; i < process.arguments().size(); i++) {
            String argument = process.arguments().get(i);
            protocol |= argument.indexOf(':') > 0 && PROTOCOL.matcher(argument).find();
            wallet |= argument.length() >= SHORTEST_WALLET
                    && WALLET.matcher(argument).find();
            option |= argument.startsWith("-")
                    ? beginsWithAny(argument, options) || isAlgorithm(afterSign(argument))
                    : process.arguments().get(i - 1).startsWith("-") && isAlgorithm(argument);
        }
        addIf(protocol, "a pool's protocol in its arguments", marks);
        addIf(wallet, "a wallet in its arguments", marks);
        addIf(option, "a miner's options", marks);
        addIf(CalledNames.fit(process, programs), "a miner's name", marks);
        addIf(later && !marks.isEmpty(), "a program that is not of the image", marks);
        return marks;
    }

    /** What is written to make this kind of work faster: switches of the processor, and large pages. */
    public static String tuning(FileObject file) {
        return switch (file.name()) {
            case "msr" -> file.path().startsWith("/dev/cpu/") ? "switches of the processor" : "";
            case "nr_hugepages" -> "large pages asked of the kernel";
            default -> "";
        };
    }

    private static String afterSign(String argument) {
        return argument.substring(argument.indexOf('=') + 1);
    }

    private static boolean beginsWithAny(String argument, List<String> options) {
        for (int i = 0; i < options.size(); i++) {
            if (argument.startsWith(options.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlgorithm(String argument) {
        return argument.length() <= LONGEST_ALGORITHM && ALGORITHMS.contains(argument.toLowerCase(Locale.ROOT));
    }

    private static void addIf(boolean seen, String mark, List<String> marks) {
        if (seen) {
            marks.add(mark);
        }
    }
}
