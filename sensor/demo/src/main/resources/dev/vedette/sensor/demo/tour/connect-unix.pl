# Connects to a unix socket and hangs up. Harmless: nothing is sent.
use strict;
use warnings;
use Socket;

my $path = shift or die "usage: connect-unix.pl SOCKET\n";
socket(my $socket, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, sockaddr_un($path)) or die "connect: $!\n";
sleep 1;
