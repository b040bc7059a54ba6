def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def images = ['one', 'two', 'three']
def before = images.collectEntries { [it, facts.json("build-8-${it}.json").digest] }
def after = images.collectEntries { [it, facts.record(it).digest] }
assert images.every { before[it] != after[it] }

// Null where the registry has no such tag.
def remote = { repository, tag ->
    def manifest = new URL("http://$registry/v2/release-$repository/manifests/$tag").openConnection()
    manifest.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json')
    manifest.responseCode == 200 ? manifest.inputStream.bytes : null
}
def digest = { environment, member, tag -> facts.sha256(remote("$environment/release-$member", tag)) }
def local = { environment, member, tag -> facts.tag('registries/' + environment, 'release-' + member, tag) }

// Locked in the reactor, and from the repository: the same builds, by their digests; of the project's own version and number.
['2026.11': '8', '2026.12': '43', '2027.01': '9'].each { version, number ->
    def release = facts.json('repository/it/image/november/' + version + '/november-' + version + '-release.json')
    assert release.type == 'release'
    assert release.name == 'it.image:november'
    assert release.version == version
    assert release.buildId == number
    assert release.members*.repository.sort() == ['release-chart', 'release-one', 'release-three', 'release-two']
    def members = release.members.collectEntries { [it.repository - 'release-', it] }
    images.each {
        assert members[it].coordinates == "it.image:release-$it:1.0"
        assert members[it].buildId == (version == '2027.01' ? '9' : '8')
        assert members[it].digest == (version == '2027.01' ? after : before)[it]
    }
    // The chart is no artifact of its own: it is deployed with the release.
    assert members.chart.coordinates == 'it.image:november:' + version
    assert members.chart.buildId == number
    assert members.chart.digest == digest('dev', 'chart', number)
    assert local('dev', 'chart', number) == members.chart.digest
    assert release.environments*.id == ['dev', 'test', 'prod']
    assert release.signature != null
}
assert facts.log().contains('Released it.image:november:2026.11, build 8, members: 4')

// Promoted as one: in the call that made it, without a POM although it was killed once, and in its own project.
images.each { member ->
    assert local('dev', member, '8') == before[member]
    ['dev', 'test', 'prod'].each { assert digest(it, member, '8') == before[member] }
    assert local('prod', member, '8') == before[member]
}
assert facts.log() =~ /The environments come from the release lock of 'it.image:november:2026.12', signed by key [0-9a-f]{12}/

// The next release reached prod, where the service never said so: back to what was there.
images.each { member ->
    assert digest('test', member, 'latest') == after[member]
    assert digest('prod', member, '9') == after[member]
    assert digest('prod', member, 'stable') == before[member]
    assert local('prod', member, 'stable') == before[member]
}

// The release itself is beside its members, in the repository that the environment names and under its version: the lock,
// byte by byte. It went back with them.
def lock = { facts.sha256(facts.file("repository/it/image/november/$it/november-$it-release.json")) }
def released = { repository, tag -> new groovy.json.JsonSlurper().parse(remote(repository, tag)).layers*.digest }
assert released('dev/november', '2026.11') == [lock('2026.11')]
assert remote('test/november', '2026.11') == null
['dev/november', 'test/november', 'prod/releases'].each {
    assert released(it, '2026.12') == [lock('2026.12')]
    assert released(it, '2027.01') == [lock('2027.01')]
}
assert released('test/november', 'latest') == [lock('2027.01')]
assert released('prod/releases', 'stable') == [lock('2026.12')]
assert facts.tag('registries/prod', 'releases', 'stable') == facts.sha256(remote('prod/releases', '2026.12'))
assert remote('prod/november', '2026.12') == null

// Carried to another place in one file, which is not deployed.
images.each { assert local('site', it, '8') == before[it] }
assert local('site', 'chart', '43') == digest('dev', 'chart', '43')
assert facts.tag('registries/site', 'november', '2026.12') == facts.sha256(remote('dev/november', '2026.12'))
assert !facts.file('repository/it/image/november/2026.12/november-2026.12-release.tar').exists()

// Where a plan was made and named, just that was done.
assert facts.json('target/image/plan-dev.json').images.size() == 5
assert facts.json('november/target/image/plan-prod.json').images.size() == 5

// Which release is where.
assert facts.log() =~ /\bprod +2026\.12 +43 +4 of 4 /
assert facts.log() =~ /\btest +2027\.01 +9 +4 of 4 /
def page = facts.file('november/target/image/report.html').getText('UTF-8')
assert page.contains('it.image:november') && page.contains('2026.12') && page.contains('2027.01')

def failures = facts.failures()
assert failures.size() == 4
assert failures[1].contains("Refused the member 'it.image:release-two:[1.0]' of the release: a range of versions is no build.")
assert failures[2] =~ /Promoted to 'prod', and rolled back to .*\/releases:2026.12, .* and 2 more, since its service at /
assert failures[3] =~ /Refused the release 'it.image:november:2026.12': its member 'it.image:release-\w+:1.0' from .* is not the one that was released/
