# A shell whose standard streams are a socket, as a reverse shell has them. Harmless: the other end is this very script,
# on the container's own address, and all it asks the shell for is to wait.
use strict;
use warnings;
use Socket;

my ($address) = `ip -4 -o addr show scope global` =~ /inet ([0-9.]+)/ or die "no address of my own\n";

socket(my $listener, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, sockaddr_in(4444, inet_aton($address))) or die "bind: $!\n";
listen($listener, 1) or die "listen: $!\n";

if (my $shell = fork) {
    accept(my $peer, $listener) or die "accept: $!\n";
    syswrite($peer, "sleep 3; exit\n");
    waitpid($shell, 0);
    exit 0;
}

socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, sockaddr_in(4444, inet_aton($address))) or die "connect: $!\n";
open(STDIN, '<&', $socket) or die;
open(STDOUT, '>&', $socket) or die;
open(STDERR, '>&', $socket) or die;
exec('/bin/sh');
