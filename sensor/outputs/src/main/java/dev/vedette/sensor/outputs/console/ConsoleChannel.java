package dev.vedette.sensor.outputs.console;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * Makes channels to the console: by TLS, but for a console on this machine of which no certificate is named.
 */
final class ConsoleChannel {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private ConsoleChannel() {}

    static ManagedChannel open(ConsoleFeedSettings settings) throws IOException {
        Metadata credentials = new Metadata();
        credentials.put(AUTHORIZATION, "Bearer " + settings.token());
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(settings.host(), settings.port())
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(credentials));
        if (settings.trusted().isEmpty() && isLoopback(settings.host())) {
            return builder.usePlaintext().build();
        }
        SslContextBuilder tls = SslContextBuilder.forClient();
        settings.trusted().ifPresent(pem -> tls.trustManager(pem.toFile()));
        try {
            return builder.sslContext(
                            GrpcSslContexts.configure(tls, SslProvider.JDK).build())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("the certificate to trust cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
