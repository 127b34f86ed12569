package dev.vedette.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line a message on standard error, from warnings on; VEDETTE_DEBUG shows what libraries say as well. */
final class Logging {
    /** netty warns of a TCP option that unix sockets lack, at each connection. */
    private static final Logger NETTY_BOOTSTRAP = Logger.getLogger("io.netty.bootstrap");

    /** Why a port cannot be had is said by us in one sentence. */
    private static final Logger JAVALIN = Logger.getLogger("io.javalin");

    /** Rules of one's own may lie in any folder. */
    private static final Logger RULE_COMPILER = Logger.getLogger("org.drools");

    /** What of the API server cannot be watched is said by us, and not at each try with a stack trace. */
    private static final Logger KUBERNETES = Logger.getLogger("io.fabric8.kubernetes.client");

    private Logging() {}

    static void configure() {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new LogLine());
        }
        boolean debug = System.getenv("VEDETTE_DEBUG") != null;
        Logger.getLogger("").setLevel(debug ? Level.INFO : Level.WARNING);
        NETTY_BOOTSTRAP.setLevel(Level.SEVERE);
        if (!debug) {
            JAVALIN.setLevel(Level.OFF);
            RULE_COMPILER.setLevel(Level.SEVERE);
            KUBERNETES.setLevel(Level.SEVERE);
        }
    }
}
