using System.Text;

namespace NotebookKit.Homework.Course;

/// <summary>A heading of the lab report.</summary>
/// <param name="Title">The heading as it must stand.</param>
/// <param name="Hint">What belongs below it.</param>
/// <param name="IsIfApplicable">Whether the lecture says "if applicable": then a sentence that it is not, and why, will do.</param>
public sealed record ReportHeading(string Title, string Hint, bool IsIfApplicable = false);

/// <summary>The lab report: the contents that lecture S2 L1 ("Lab Reports") asks for, as headings of a markdown file.</summary>
public static class ReportTemplate
{
    /// <summary>The names of the team.</summary>
    public const string Names = "Names";

    /// <summary>Their e-mail addresses.</summary>
    public const string Emails = "E-mail addresses";

    /// <summary>When the practice was.</summary>
    public const string Time = "Time and date of the practice session";

    /// <summary>What was new.</summary>
    public const string Methods = "New methods and techniques and their mathematical background";

    /// <summary>The data.</summary>
    public const string Dataset = "The dataset, with examples";

    /// <summary>The networks.</summary>
    public const string Architectures = "New network architectures in detail";

    /// <summary>What was read on the Internet.</summary>
    public const string Sources = "Sources";

    /// <summary>All headings, in order.</summary>
    public static IReadOnlyList<ReportHeading> Headings { get; } =
    [
        new(Names, "One name a line: a team of three, or you alone in the talent programme."),
        new(Emails, "One address a line, in the order of the names."),
        new(Time, "For example 2026-09-17 10:15."),
        new(Methods, "A brief description of what was new, with the formulas and what their letters mean. If there is none, say why.", IsIfApplicable: true),
        new(Dataset, "What the examples are, how many, what the classes are, and a few examples shown. If there is none, say why.", IsIfApplicable: true),
        new(Architectures, "Each new architecture: layers, sizes, activations, number of parameters. If there is none, say why.", IsIfApplicable: true),
        new(Sources, "Every page of the Internet that you used, with its address. If you used none, write: none."),
    ];

    /// <summary>The empty report of a practice, to be filled in.</summary>
    /// <param name="practice">The practice's name, which becomes the title.</param>
    /// <param name="deadline">Until when it is taken; null leaves that line out.</param>
    public static string Render(string practice, DateTimeOffset? deadline = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(practice);
        var text = new StringBuilder($"# Lab report: {practice}\n");
        if (deadline is { } until)
        {
            text.Append(FormattableString.Invariant($"\n<!-- Due {until:yyyy-MM-dd HH:mm} (UTC{until:zzz}). Reports that are too similar are not accepted. -->\n"));
        }

        foreach (var heading in Headings)
        {
            // The hint is a comment: it shows in the editor only, and does not count as content.
            text.Append($"\n## {heading.Title}\n\n<!-- {heading.Hint} -->\n");
        }

        return text.ToString();
    }
}
