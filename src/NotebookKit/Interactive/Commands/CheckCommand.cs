using NotebookKit.Checks;

namespace NotebookKit.Interactive;

/// <summary><c>#!check NAME</c>: runs the public test of an exercise; red or green, and never an error.</summary>
internal sealed class CheckCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "check";

    /// <inheritdoc/>
    public string Summary => "runs the check of an exercise, or shows your progress";

    /// <inheritdoc/>
    public string Usage => """
        #!check [NAME] [--all]
        Runs the check of an exercise and says what is right or not yet. Without a name shows all checks and where you stand; --all runs them all.
        Example: #!check perceptron-step
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public async Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage, flags: ["all"]);
        line.AtMost(1);
        await CheckFiles.LoadAsync(call.Host, cancellation).ConfigureAwait(false);
        CheckBook book = CheckBook.Session;
        SessionStudent student = new(call.Host, cancellation);
        if (line.Words.Count == 1)
        {
            call.Host.Show(book.Run(Find(book, line), student, cancellation));
            return;
        }

        if (book.Checks.Count == 0)
        {
            call.Host.Show("There are no checks here yet. A cell defines them with Check.Define, or a file named like notebook.checks.cs beside the notebook does.");
            return;
        }

        if (line.Has("all"))
        {
            foreach (CheckDefinition check in book.Checks)
            {
                CheckResult result = book.Run(check, student, cancellation);
                if (!result.Passed)
                {
                    call.Host.Show(result);
                }
            }
        }

        call.Host.Show(book.Overview());
    }

    /// <summary>The check that a line names.</summary>
    internal static CheckDefinition Find(CheckBook book, MagicLine line)
    {
        string name = line.Words[0];
        string[] names = [.. book.Checks.Select(check => check.Name)];
        return book.Find(name) ?? throw line.Wrong(
            $"There is no check '{name}'; " + (names.Length == 0 ? "none is defined here. Run the cells above first."
                : MagicLine.Nearest(name, names) is { } near ? $"did you mean {near}?" : $"there are {string.Join(", ", names.Take(20))}."));
    }
}
