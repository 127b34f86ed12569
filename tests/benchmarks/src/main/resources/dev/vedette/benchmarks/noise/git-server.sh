# A git server over SSH, and somebody who pushes and clones.
mkdir -p /run/sshd /srv/git/repo.git && git init -q --bare /srv/git/repo.git
git config --global --add safe.directory '*'
ssh-keygen -q -t ed25519 -N '' -f /tmp/host_key && ssh-keygen -q -t ed25519 -N '' -f /tmp/client_key
mkdir -p /root/.ssh && cat /tmp/client_key.pub >/root/.ssh/authorized_keys && chmod 700 /root/.ssh
export GIT_SSH_COMMAND='ssh -p 2222 -i /tmp/client_key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR'
(
  sleep 2
  cd /tmp && git clone -q ssh://root@127.0.0.1/srv/git/repo.git work 2>/dev/null && cd work
  while true; do
    date >now && git add now && git -c user.email=g@example -c user.name=g commit -qm now && git push -q origin HEAD
    rm -rf /tmp/other && git clone -q ssh://root@127.0.0.1/srv/git/repo.git /tmp/other
    sleep 5
  done
) &
exec /usr/sbin/sshd -D -e -p 2222 -o ListenAddress=127.0.0.1 -h /tmp/host_key -o PasswordAuthentication=no
