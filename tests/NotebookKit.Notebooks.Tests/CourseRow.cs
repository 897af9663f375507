namespace NotebookKit.Notebooks.Tests;

/// <summary>One line of notebooks/course.tsv.</summary>
/// <param name="System">The id that tests and notebooks name.</param>
/// <param name="Name">What it is.</param>
/// <param name="Notebook">The notebook that teaches it, without its folder and ending.</param>
/// <param name="Role">How: teach, mention, exercise or library-only.</param>
internal sealed record CourseRow(string System, string Name, string Notebook, string Role)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<CourseRow> Map { get; } =
        [.. File.ReadLines(Path.Combine(Course.Root, "notebooks", "course.tsv")).Skip(1).Select(Parse)];

    private static CourseRow Parse(string line) =>
        line.Split('\t') is [var system, var name, var notebook, var role]
            ? new CourseRow(system, name, notebook, role)
            : throw new InvalidDataException($"notebooks/course.tsv: expected four columns in '{line}'");
}
