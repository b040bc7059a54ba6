def there = new File(basedir, 'repository/it/image/release-two/1.0')
assert there.directory
// The archive of the one under the name of the other.
def other = new File(basedir, 'repository/it/image/release-one/1.0')
['tar', 'json', 'tar.sha1', 'json.sha1', 'tar.md5', 'json.md5'].each { type ->
    new File(there, 'release-two-1.0-image.' + type).bytes = new File(other, 'release-one-1.0-image.' + type).bytes
}
true
