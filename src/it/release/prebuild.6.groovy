def there = new File(basedir, 'repository/it/image/release-two/1.0')
assert there.directory
// The archive of the one under the name of the other.
def other = new File(basedir, 'repository/it/image/release-one/1.0')
['tar', 'json'].each { type ->
    new File(there, 'release-two-1.0-image.' + type).bytes = new File(other, 'release-one-1.0-image.' + type).bytes
    there.eachFile { if (it.name.startsWith('release-two-1.0-image.' + type + '.')) assert it.delete() }
}
true
