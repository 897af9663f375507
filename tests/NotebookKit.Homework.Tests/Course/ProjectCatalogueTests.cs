using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>A project task is chosen once and for good, even when two choose at the same moment.</summary>
[Trait("System", "CRS-PROJ")]
public sealed class ProjectCatalogueTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_second_claim_of_a_task_is_refused()
    {
        using var folder = new CourseFolder();
        var file = Catalogue(folder, "plates", "faces");
        Assert.Equal("plates", ProjectCatalogue.Claim(file, "plates", "Ada", Now).Of("ada")!.Id);
        var before = File.ReadAllBytes(file);
        var error = Assert.Throws<ClaimRefusedException>(() => ProjectCatalogue.Claim(file, "plates", "Bob", Now));
        Assert.Equal("the task `plates` is taken; these are free: faces.", error.Message);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal("Ada", Assert.Single(ProjectCatalogue.Load(file).Claims).Student);
    }

    [Fact]
    public void A_choice_is_final()
    {
        using var folder = new CourseFolder();
        var file = Catalogue(folder, "plates", "faces");
        ProjectCatalogue.Claim(file, "plates", "Ada", Now);
        Assert.Contains("final", Assert.Throws<ClaimRefusedException>(() => ProjectCatalogue.Claim(file, "faces", " ADA ", Now)).Message, StringComparison.Ordinal);
        // Sent twice by a slow network: nothing changes, not even the time.
        var again = ProjectCatalogue.Claim(file, "plates", "Ada", Now.AddHours(1));
        Assert.Equal(Now, Assert.Single(again.Claims).Time);
    }

    [Fact]
    public void An_unknown_task_is_refused_with_those_that_are_free()
    {
        using var folder = new CourseFolder();
        var file = Catalogue(folder, "plates");
        Assert.Equal("there is no task `plate`; these are free: plates.", Assert.Throws<ClaimRefusedException>(() => ProjectCatalogue.Claim(file, "plate", "Ada", Now)).Message);
        ProjectCatalogue.Claim(file, "plates", "Ada", Now);
        Assert.EndsWith("no task is free any more.", Assert.Throws<ClaimRefusedException>(() => ProjectCatalogue.Claim(file, "plates", "Bob", Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_claims_of_one_task_at_once_one_wins()
    {
        using var folder = new CourseFolder();
        var file = Catalogue(folder, "plates");
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Wins(file, "plates", $"student {i}"))));
        Assert.Single(won, isWon => isWon);
        Assert.Single(ProjectCatalogue.Load(file).Claims);
    }

    [Fact]
    public async Task No_claim_is_lost_when_many_tasks_are_claimed_at_once()
    {
        using var folder = new CourseFolder();
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"task{i}")];
        var file = Catalogue(folder, names);
        var won = await Task.WhenAll(names.Select(name => Task.Run(() => Wins(file, name, $"student of {name}"))));
        Assert.All(won, Assert.True);
        Assert.Equal(names, ProjectCatalogue.Load(file).Claims.Select(claim => claim.Task).Order());
    }

    [Theory]
    [InlineData("""{"tasks": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}""", "the id `a` stands at 2 tasks")]
    [InlineData("""{"tasks": [{"id": "a", "title": "A"}], "claims": [{"task": "b", "student": "Ada", "time": "2026-10-01T12:00:00Z"}]}""", "the claim of `b` by Ada does not fit")]
    [InlineData("""{"tasks": [{"id": "a", "title": "A"}], "claims": [{"task": "a", "student": "Ada", "time": "2026-10-01T12:00:00Z"}, {"task": "a", "student": "Bob", "time": "2026-10-01T12:00:00Z"}]}""", "does not fit")]
    [InlineData("""{}""", "tasks")]
    public void A_catalogue_that_cannot_be_is_refused(string json, string message)
    {
        using var folder = new CourseFolder();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ProjectCatalogue.Load(folder.Write("p.json", json))).Message, StringComparison.Ordinal);
    }

    private static bool Wins(string file, string task, string student)
    {
        try
        {
            ProjectCatalogue.Claim(file, task, student, Now);
            return true;
        }
        catch (ClaimRefusedException)
        {
            return false;
        }
    }

    private static string Catalogue(CourseFolder folder, params string[] ids)
    {
        new ProjectCatalogue([.. ids.Select(id => new ProjectTask(id, $"Project {id}"))]).Save(folder.File("projects.json"));
        return folder.File("projects.json");
    }
}
