package dev.vedette.sensor.docker;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.SocketFault;
import dev.vedette.sensor.cri.Subscription;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * HTTP/1.1 over a runtime's unix socket, which the JDK's own client does not do. The protocol is netty's, which is
 * there for gRPC already.
 *
 * <p>One connection for each call: they are few, and a unix socket costs nothing to open. Thread-safe. Every wait is
 * bounded, every answer is at most 16 MiB; failures are {@link ContainerRuntimeException}.
 */
final class UnixHttp implements AutoCloseable {
    static final int MAX_ANSWER_BYTES = 16 << 20;

    private final RuntimeEndpoint endpoint;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("runtime-http", true), NioIoHandler.newFactory());

    UnixHttp(RuntimeEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** An answer whose status may be anything. */
    record Answer(int status, String body) {}

    /** Asks once, with an empty body. */
    Answer call(HttpMethod method, String path, Duration deadline) {
        WholeAnswer answer = new WholeAnswer();
        Channel channel = open(method, path, deadline, true, new HttpObjectAggregator(MAX_ANSWER_BYTES), answer);
        try {
            return answer.future().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late(path, deadline, e);
        } catch (ExecutionException e) {
            throw broken(path, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        } finally {
            hangUp(channel);
        }
    }

    /**
     * Hands over a stream line by line on the calling thread, until it ends or is cancelled.
     *
     * @param onOpen called once the other side has accepted the call
     */
    void lines(String path, Duration deadline, Subscription subscription, Runnable onOpen, Consumer<String> onLine) {
        LineAnswer answer = new LineAnswer();
        Channel channel = open(HttpMethod.GET, path, deadline, false, answer);
        try (Subscription.Registration _ = subscription.onCancel(() -> hangUp(channel))) {
            int status = answer.status().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (status != 200) {
                throw new ContainerRuntimeException(
                        status == 404 ? Reason.UNSUPPORTED : Reason.FAILED,
                        endpoint + " answered " + call(path) + " with status " + status + ".");
            }
            onOpen.run();
            answer.deliver(channel, onLine);
        } catch (TimeoutException e) {
            throw late(path, deadline, e);
        } catch (ExecutionException e) {
            throw broken(path, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        } finally {
            hangUp(channel);
        }
    }

    private Channel open(
            HttpMethod method, String path, Duration deadline, boolean readOn, ChannelHandler... afterCodec) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioDomainSocketChannel.class)
                .option(ChannelOption.AUTO_READ, readOn)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(deadline.toMillis(), Integer.MAX_VALUE))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec()).addLast(afterCodec);
                    }
                });
        ChannelFuture connected = bootstrap.connect(UnixDomainSocketAddress.of(endpoint.socket()));
        if (!connected.awaitUninterruptibly(deadline.toMillis()) || !connected.isSuccess()) {
            hangUp(connected.channel());
            throw absent(connected.cause());
        }
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        // a failed write shows as the end of the channel, and that to whoever waits for the answer
        var unused = connected.channel().writeAndFlush(request);
        connected.channel().read();
        return connected.channel();
    }

    private ContainerRuntimeException absent(Throwable cause) {
        return new ContainerRuntimeException(
                Reason.ABSENT,
                "No answer from " + endpoint + ": "
                        + SocketFault.at(endpoint.socket()).orElse("it accepts no more connections, look at its log")
                        + ".",
                cause);
    }

    private ContainerRuntimeException late(String path, Duration deadline, Throwable cause) {
        return new ContainerRuntimeException(
                Reason.NOT_ANSWERING,
                endpoint + " accepted " + call(path) + " but did not answer within " + deadline.toMillis()
                        + " ms; look at the runtime's own log.",
                cause);
    }

    private ContainerRuntimeException broken(String path, Throwable cause) {
        return new ContainerRuntimeException(
                Reason.GARBAGE,
                "What " + endpoint + " answered to " + call(path) + " is not Docker's API (" + cause.getMessage()
                        + "); is another service using this socket?",
                cause);
    }

    private ContainerRuntimeException interrupted(String path, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ContainerRuntimeException(
                Reason.NOT_ANSWERING, "The wait for " + endpoint + " to answer " + call(path) + " was ended.", e);
    }

    private static void hangUp(Channel channel) {
        var unused = channel.close();
    }

    /** Without the query, which is of no use to a person. */
    private static String call(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    @Override
    public void close() {
        // its only thread is a daemon that ends by itself
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
