# An init container that installs packages of the distribution and of Python, from files: nothing is fetched.
dpkg -i /opt/packages/*.deb >/dev/null
tree /etc >/srv/tree.txt
python3 -m venv --without-pip /srv/venv
mkdir -p /tmp/sample/sample && cd /tmp/sample
printf 'VALUE = 42\n' >sample/__init__.py
printf 'from setuptools import setup\nsetup(name="sample", version="1", packages=["sample"])\n' >setup.py
pip install -q --no-build-isolation --no-index --target /srv/venv/lib/python3.11/site-packages . >/dev/null
