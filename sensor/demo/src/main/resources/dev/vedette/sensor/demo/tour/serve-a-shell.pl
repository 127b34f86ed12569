# A server that starts a shell for a request, as one with a command injection does. Harmless: the shell says "id".
use strict;
use warnings;
use Socket;

my ($address) = `ip -4 -o addr show scope global` =~ /inet ([0-9.]+)/ or die "no address of my own\n";

socket(my $listener, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, sockaddr_in(8080, inet_aton($address))) or die "bind: $!\n";
listen($listener, 4) or die "listen: $!\n";

if (my $client = fork) {
    accept(my $peer, $listener) or die "accept: $!\n";
    system('/bin/sh', '-c', 'id; true');
    waitpid($client, 0);
    exit 0;
}

socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, sockaddr_in(8080, inet_aton($address))) or die "connect: $!\n";
sleep 1;
