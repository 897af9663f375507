namespace NotebookKit.Checks;

/// <summary>What a check found: red or green with the reason.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Points">The points earned: all or none.</param>
/// <param name="MaxPoints">The points there are.</param>
/// <param name="Message">The reason in a sentence or two.</param>
/// <param name="Detail">More lines, such as where the student's code threw; empty if none.</param>
/// <param name="Elapsed">How long it took.</param>
[Display.TypeFormatterSource(typeof(Display.CheckResultFormatterSource), PreferredMimeTypes = ["text/html", Display.CheckResultFormatterSource.MimeType, "text/plain"])]
public sealed record CheckResult(
    string Name, string Title, CheckStatus Status, double Points, double MaxPoints, string Message, IReadOnlyList<string> Detail, TimeSpan Elapsed)
{
    /// <summary>Whether everything it asks for holds.</summary>
    public bool Passed => Status == CheckStatus.Passed;

    /// <summary>A picture that helps: what came, or what came beside what was expected; null without one.</summary>
    public Charts.Figure? Picture { get; init; }

    /// <summary>How many things it asked for held before it ended.</summary>
    public int Held { get; init; }

    /// <summary>How many levels of hint there are.</summary>
    public int Hints { get; init; }

    /// <summary>The verdict in words; colour is never needed to read it.</summary>
    public string Verdict => Status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "not yet right",
        _ => "not done yet",
    };

    /// <summary>Verdict, reason and detail, a line each.</summary>
    public override string ToString() => string.Join('\n', [$"{Name}: {Verdict}, {Points:0.##} of {MaxPoints:0.##} points", Message, .. Detail.Select(line => "  " + line)]);
}
