package dev.vedette.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as options take it: {@code HOST:PORT}, IPv6 addresses in brackets.
 *
 * @param host a name or address, not empty
 * @param port 0 to 65535; 0 stands for any free one
 */
record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    InetSocketAddress resolved() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Reads it from the command line. */
    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed) {
                host = host.substring(1, host.length() - 1);
            }
            if (host.isEmpty() || (host.contains(":") && !bracketed)) {
                throw misread(text);
            }
            return new HostPort(host, port(text, text.substring(colon + 1)));
        }

        private static int port(String text, String digits) {
            try {
                int port = Integer.parseInt(digits);
                if (port >= 0 && port <= MAX_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Said below, as for a number that is none of a port.
            }
            throw misread(text);
        }

        private static TypeConversionException misread(String text) {
            return new TypeConversionException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:8642 or [::1]:8642");
        }
    }
}
