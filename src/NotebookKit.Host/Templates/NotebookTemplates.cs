using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Templates;

/// <summary>Notebooks to start from: each runs from the first cell to the last, and shows the rhythm of the course.</summary>
public static class NotebookTemplates
{
    private const string Setup = """
        #r "nuget: NotebookKit"

        using NotebookKit;
        using NotebookKit.Charts;
        using NotebookKit.Checks;
        """;

    /// <summary>A notebook: an idea by hand, the same with the kit, a check that both agree, a picture.</summary>
    /// <param name="title">Its title.</param>
    public static NotebookDocument Notebook(string title) => Build(
        Text("title", $"# {title}: which question does it answer?\n\nSay in a few sentences what the reader will be able to do at the end, and why that is worth it."),
        Code("setup", Setup),
        Parameters(),
        Text("hand-text", "## By hand\n\nThe idea in a few lines of plain C#. For three numbers the mean of the squares is $\\frac{1}{3} \\sum_i x_i^2$."),
        Code("hand", """
            float[] numbers = quick ? [1, 2, 3] : [1, 2, 3, 4, 5, 6];
            float byHand = numbers.Sum(x => x * x) / numbers.Length;
            byHand
            """),
        Text("kit-text", "## With the kit\n\nThe same with tensors, and a cell that stops the notebook when the two part ways."),
        Code("kit", """
            Tensor x = Tensor.From(numbers);
            float withKit = (float)(x * x).Mean().Item();
            if (Math.Abs(withKit - byHand) > 1e-4) throw new Exception($"{withKit} is not {byHand}");
            x * x
            """),
        Text("next", "## What to remember\n\n- One sentence for each thing that shall stay.\n\n**Read next:** the notebook that goes on from here."));

    /// <summary>A master of a homework: exercises with solutions, points and hints, ready for <c>nbkit release</c>.</summary>
    /// <param name="title">Its title.</param>
    public static NotebookDocument Homework(string title) => Build(
        Text("title", $"# {title}\n\nWrite your code where a cell asks for it and run the check below it. Green means done; `#!hint NAME` helps a step more each time."),
        Code("setup", Setup),
        Text("task-1-text", "## 1. The mean of the squares (2 points)\n\nGiven numbers $x_1 \\dots x_n$, return $\\frac{1}{n} \\sum_i x_i^2$."),
        Code("task-1", """
            double MeanOfSquares(double[] x)
            {
                // BEGIN SOLUTION
                return x.Sum(value => value * value) / x.Length;
                // STUDENT: throw new NotImplementedException("the mean of the squares");
                // END SOLUTION
            }
            """),
        Code("task-1-check", """
            Check.Define("mean-of-squares", points: 2, hints: ["Square each number first.", "Divide the sum by how many there are."], test: t =>
            {
                var mean = t.Student<Func<double[], double>>("MeanOfSquares");   // the student's newest one
                t.Close(mean([1, 2, 3]), 14.0 / 3);
                t.Close(mean([-4]), 16);
            });
            #!check mean-of-squares
            """),
        Text("teacher-note", "For teachers: cells with this tag stay in the master.", "teacher"));

    /// <summary>The text file that explains a new course.</summary>
    /// <param name="name">The name of the course.</param>
    public static string CourseReadme(string name) => $"""
        # {name}

        A course of C# notebooks. Edit the masters in `notebooks/masters`; what students open is made of them.

        | what | how |
        |---|---|
        | make the students' notebooks and the solutions | `nbkit release` |
        | run all of them | `nbkit run notebooks --out out` |
        | make the site | `nbkit site site --executed out` |
        | start another notebook, or a homework | `nbkit new homework notebooks/masters/02-second` |

        """;

    /// <summary>The reading list of a new course.</summary>
    public const string CourseReading = """
        # What to read

        - [The first notebook](../notebooks/01-first.ipynb)

        """;

    private static NotebookCell Parameters()
    {
        var cell = Code("parameters", "bool quick = false;   // true: less data, for a check that takes seconds");
        cell.Metadata["tags"] = new System.Text.Json.Nodes.JsonArray("parameters");
        return cell;
    }

    private static NotebookCell Text(string id, string source, params string[] tags) => Named(NotebookCell.Markdown(source, tags), id);

    private static NotebookCell Code(string id, string source) => Named(NotebookCell.Code(source), id);

    private static NotebookCell Named(NotebookCell cell, string id)
    {
        cell.Json["id"] = id;
        return cell;
    }

    private static NotebookDocument Build(params NotebookCell[] cells)
    {
        var document = NotebookDocument.Empty();
        foreach (var cell in cells)
        {
            document.Add(cell);
        }

        return document;
    }
}
