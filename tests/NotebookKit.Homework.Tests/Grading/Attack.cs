using System.Text.Json.Nodes;
using NotebookKit.Homework.Grading;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests.Grading;

/// <summary>Code that means harm, in a submission that is right apart from it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Code">The cell.</param>
/// <param name="Sign">What the record of its grading shows when the deed was done, or when it was seen and not let be done: words that are not in the code.</param>
/// <param name="Points">What the submission earns all the same.</param>
internal sealed record Attack(string Name, string Code, string Sign, double Points)
{
    /// <summary>The second answer.</summary>
    public string Slope { get; init; } = Hostile.RightSlope;

    /// <summary>Everything that its grading left behind of the cell itself and of the tests of the first answer.</summary>
    public string Record(SubmissionScore score, NotebookDocument graded) => string.Join('\n',
        [
            .. score.Notes,
            .. score.Cells.Where(cell => cell.Id == "sigmoid-tests").Select(cell => cell.Message),
            .. graded.Cells.Where(cell => cell.Source == Code || cell == Sample.CellOf(graded, "sigmoid-tests")).SelectMany(cell => Texts(cell.Outputs)),
        ]);

    public override string ToString() => Name;

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(pair => Texts(pair.Value)),
        JsonArray all => all.SelectMany(Texts),
        _ => [node?.ToString() ?? ""],
    };
}
