def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digests = ['one', 'two'].collectEntries { [it, facts.record(it).digest] }
def lock = { version -> facts.json('repository/it/image/november/' + version + '/november-' + version + '-release.json') }

// Locked in the reactor, and from the repository: the same builds, by their digests; of the project's own version and number.
['2026.11': '42', '2026.12': '43'].each { version, number ->
    def release = lock(version)
    assert release.type == 'release'
    assert release.name == 'it.image:november'
    assert release.version == version
    assert release.buildId == number
    assert release.members*.coordinates == ['it.image:release-one:1.0', 'it.image:release-two:1.0']
    assert release.members*.buildId == ['42', '42']
    assert release.members*.digest == [digests.one, digests.two]
    assert release.members[0].record
            == facts.sha256(facts.file('repository/it/image/release-one/1.0/release-one-1.0-image.json'))
    assert release.environments*.id == ['dev', 'test', 'prod']
    assert (release.signature != null) == (version == '2026.12')
}
assert facts.log().contains('Released it.image:november:2026.11, build 42, members: 2')

// What a member was built of was not asked for.
assert !facts.file('repository/it/image/release-library').exists()

// Promoted as one: in the call that made it, without a POM, and in its own project.
['dev', 'test', 'prod-east', 'prod-west'].each { registry ->
    ['one', 'two'].each { assert facts.tag('registries/' + registry, 'release-' + it, '42') == digests[it] }
}
assert facts.log() =~ /The environments come from the release lock of 'it.image:november:2026.12', signed by key [0-9a-f]{12}/

def failures = facts.failures()
assert failures.size() == 2
assert failures[0].contains("Refused the member 'it.image:release-two:[1.0]' of the release: a range of versions is no build.")
assert failures[1].contains("asked for was 'it.image:release-two:1.0'")
