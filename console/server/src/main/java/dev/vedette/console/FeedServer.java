package dev.vedette.console;

import dev.vedette.console.ingest.FeedService;
import dev.vedette.console.ingest.TokenCheck;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.tls.Identity;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The port that nodes connect to. */
final class FeedServer implements AutoCloseable {
    private static final int MAX_CALLS_PER_CONNECTION = 4;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final String host;
    private final Server server;

    FeedServer(String host, int port, FeedService service, TokenCheck tokens, Optional<Identity> identity)
            throws IOException {
        this.host = host;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .executor(executor)
                .maxInboundMessageSize(FeedLimits.MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .intercept(tokens)
                .addService(service);
        if (identity.isPresent()) {
            SslContextBuilder tls = SslContextBuilder.forServer(
                    identity.get().key(), identity.get().chain());
            builder.sslContext(GrpcSslContexts.configure(tls, SslProvider.JDK).build());
        }
        this.server = builder.build();
    }

    void start() throws ConsoleException {
        try {
            server.start();
        } catch (IOException e) {
            throw new ConsoleException(
                    "nodes cannot be served at " + host + " (" + reason(e)
                            + "): stop what uses that port or choose another",
                    e);
        }
    }

    int port() {
        return server.getPort();
    }

    private static String reason(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
