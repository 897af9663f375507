using NotebookKit.Homework.Conventions;
using NotebookKit.Homework.Masters;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests;

/// <summary>A small assignment: two answers, their tests with hidden ones, and an answer that a person reads.</summary>
internal static class Sample
{
    public const string Hidden = "t.Close(sigmoid(-3), 1 / (1 + Math.Exp(3)), on: \"a secret place\")";

    public static NotebookDocument Master(int cellSeconds = 20)
    {
        var master = NotebookDocument.Empty();
        master.Metadata["notebookkit"] = System.Text.Json.Nodes.JsonNode.Parse($$"""
            { "homework": { "name": "sigmoid", "title": "The sigmoid", "minutes": 60, "answers": ["NotebookKit.Tensor.Sigmoid"], "cell_seconds": {{cellSeconds}}, "seconds": 90, "megabytes": 512 } }
            """);
        Add(master, NotebookCell.Markdown("# The sigmoid\nWrite it yourself.\n\n## The way there (5 points)"), null);
        Add(master, NotebookCell.Code("#r \"nuget: NotebookKit\"\nusing System.IO;\nusing System.Threading;\nusing NotebookKit;\nusing NotebookKit.Checks;"), new("start", CellRole.ReadOnly, 0));
        Add(master, NotebookCell.Code("""
            double Sigmoid(double x)
            {
                // BEGIN SOLUTION throw new NotImplementedException();
                return 1 / (1 + Math.Exp(-x));
                // WRONG the sign: return 1 / (1 + Math.Exp(x));
                // WRONG a constant: return 0.5;
                // END SOLUTION
            }
            """), new("sigmoid", CellRole.Answer, 0));
        Add(master, NotebookCell.Code($$"""
            Check.Define("sigmoid", points: 2, hints: ["What is e to the 0?"], test: t =>
            {
                var sigmoid = t.Student<Func<double, double>>("Sigmoid");
                t.Close(sigmoid(0), 0.5, on: "x = 0");
                t.That(sigmoid(1) > sigmoid(0), "It should rise.");
            });
            #!check sigmoid
            // BEGIN HIDDEN TESTS
            Check.Define("sigmoid.far", points: 1, test: t =>
            {
                var sigmoid = t.Student<Func<double, double>>("Sigmoid");
                {{Hidden}};
            });
            #!check sigmoid.far
            // END HIDDEN TESTS
            Check.Earned("sigmoid")
            """), new("sigmoid-tests", CellRole.Tests, 3));
        Add(master, NotebookCell.Code("""
            double Slope(double x)
            {
                // BEGIN SOLUTION throw new NotImplementedException();
                double s = Sigmoid(x);
                return s * (1 - s);
                // WRONG forgets a factor: return Sigmoid(x);
                // END SOLUTION
            }
            """), new("slope", CellRole.Answer, 0));
        Add(master, NotebookCell.Code("""
            Check.Define("slope", points: 2, test: t =>
            {
                var slope = t.Student<Func<double, double>>("Slope");
                double x = Rng.Current.NextDouble(), e = Math.Exp(-x);
                t.Close(slope(x), e / ((1 + e) * (1 + e)));
            });
            #!check slope
            Check.Earned("slope")
            """), new("slope-tests", CellRole.Tests, 2));
        Add(master, NotebookCell.Markdown("Why does the slope vanish far out?\n\n=== BEGIN MARK SCHEME ===\nOne point for saturation, one for the product being small there.\n=== END MARK SCHEME ==="), new("why", CellRole.Manual, 2));
        return master;
    }

    public static HomeworkMaster Read() => HomeworkMaster.Of(Master(), "sigmoid.ipynb");

    public static HomeworkRelease Release(int cellSeconds = 20)
    {
        var master = HomeworkMaster.Of(Master(cellSeconds), "sigmoid.ipynb");
        return new HomeworkRelease(".", master.Assignment, master.Student, master.Grader);
    }

    /// <summary>A submission: the student's notebook with answers in some cells.</summary>
    public static NotebookDocument Submission(params (string Id, string Source)[] answers)
    {
        var submission = NotebookDocument.Parse(Read().Student.ToText());
        foreach (var (id, source) in answers)
        {
            CellOf(submission, id).Source = source;
        }

        return submission;
    }

    public static NotebookDocument Solved() => NotebookDocument.Parse(Read().Solution.ToText());

    public static NotebookCell CellOf(NotebookDocument document, string id) => document.Cells.First(cell => GradedCell.Of(cell, "test")?.Id == id);

    private static void Add(NotebookDocument master, NotebookCell cell, GradedCell? graded)
    {
        cell.Json["id"] = graded?.Id ?? "title";
        graded?.WriteTo(cell);
        master.Add(cell);
    }
}
