using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace NotebookKit.Notebooks.Tests;

/// <summary>notebooks/course.tsv gives each of the course's systems one notebook; what a notebook says it teaches is what the map gives it.</summary>
public class CourseMapTests(ITestOutputHelper log)
{
    private static readonly string[] Roles = ["teach", "mention", "exercise", "library-only"];
    private static readonly string[] Lectures = ["S0", "S1", "S2", "S3", "S4"];

    public static TheoryData<string> Taught => [.. Course.Notebooks.Where(notebook => Systems(notebook).Count > 0)];

    [Fact]
    public void The_map_names_each_of_the_502_systems_once()
    {
        IReadOnlyList<CourseRow> map = CourseRow.Map;
        Assert.Equal(502, map.Count);
        Assert.Empty(map.GroupBy(row => row.System).Where(rows => rows.Count() > 1).Select(rows => rows.Key));
        Assert.All(map, row => Assert.True(row.Name.Length > 0 && row.Notebook.Length > 0 && Roles.Contains(row.Role), row.ToString()));
    }

    [Theory]
    [MemberData(nameof(Taught))]
    public void A_notebook_teaches_what_the_map_gives_it(string notebook)
    {
        string name = Path.GetFileNameWithoutExtension(notebook);
        IReadOnlyList<string> systems = Systems(notebook);
        Assert.Equal(systems.Count, systems.Distinct().Count());
        HashSet<string> given = [.. CourseRow.Map.Where(row => row.Notebook == name).Select(row => row.System)];
        Assert.True(given.Count > 0, $"notebooks/course.tsv has no row for {name}");
        Assert.True(given.IsSupersetOf(systems), $"{name} says that it teaches {string.Join(", ", systems.Except(given))}; notebooks/course.tsv gives it none of these");
        log.WriteLine($"{name}: {systems.Count} of {given.Count} systems; not taught: {string.Join(" ", given.Except(systems))}");
    }

    [Theory]
    [MemberData(nameof(Taught))]
    public void A_notebook_names_its_lectures(string notebook)
    {
        string[] lectures = [.. Metadata(notebook)["lectures"]!.AsArray().Select(lecture => (string)lecture!)];
        Assert.NotEmpty(lectures);
        Assert.All(lectures, lecture => Assert.Contains(lecture.Split(' ')[0], Lectures));
    }

    private static JsonNode Metadata(string notebook) =>
        Course.Read(Path.Combine(Course.Root, "notebooks", notebook))["metadata"]!["notebookkit"] ?? new JsonObject();

    private static IReadOnlyList<string> Systems(string notebook) =>
        [.. Metadata(notebook)["systems"]?.AsArray().Select(system => (string)system!) ?? []];
}
