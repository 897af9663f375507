using System.Text.RegularExpressions;

namespace NotebookKit.Homework.Course;

/// <summary>What a check of a lab report found.</summary>
/// <param name="Findings">What is wrong, each as a sentence with its mend; none when the report is accepted.</param>
public sealed record ReportCheck(IReadOnlyList<string> Findings)
{
    /// <summary>True when nothing is wrong in the form; whether it is true is for a person to read.</summary>
    public bool IsAccepted => Findings.Count == 0;

    /// <summary>The findings, a line each.</summary>
    public override string ToString() => IsAccepted ? "accepted" : string.Join('\n', Findings);
}

/// <summary>Checks a lab report: every heading of <see cref="ReportTemplate"/> is there and filled in, and sources that were used are named. Lecture S2 L1.</summary>
public static partial class ReportChecker
{
    // "If applicable" is answered by a reason, not by a dash.
    private const int ShortestReason = 15;

    /// <summary>Checks a report.</summary>
    /// <param name="markdown">The report.</param>
    /// <param name="isTalent">Whether it is by a student of the talent programme, alone.</param>
    /// <param name="rules">The rules, for the size of a team.</param>
    public static ReportCheck Check(string markdown, bool isTalent = false, CourseRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        rules ??= new CourseRules();
        var report = ReportText.Parse(markdown);
        var findings = ReportTemplate.Headings.Select(heading => Missing(report, heading)).OfType<string>().ToList();
        var people = Items(report, ReportTemplate.Names);
        var wanted = isTalent ? 1 : rules.TeamSize;
        if (people.Count > 0 && people.Count != wanted)
        {
            findings.Add($"`{ReportTemplate.Names}` names {people.Count}, and a report is written by {(isTalent ? "one student in the talent programme" : $"a team of {wanted}")}; write one name a line.");
        }

        var mails = Email().Matches(report.Body(ReportTemplate.Emails) ?? "").Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (people.Count > 0 && !string.IsNullOrEmpty(report.Body(ReportTemplate.Emails)) && mails.Length != people.Count)
        {
            findings.Add($"`{ReportTemplate.Emails}` has {mails.Length} addresses for {people.Count} names; write one for each.");
        }

        if (report.Body(ReportTemplate.Time) is { Length: > 0 } time && !Digit().IsMatch(time))
        {
            findings.Add($"`{ReportTemplate.Time}` holds no date; write one such as 2026-09-17 10:15.");
        }

        var cited = report.Body(ReportTemplate.Sources) ?? "";
        findings.AddRange(report.Sections
            .Where(section => !ReportText.IsTitle(section.Title, ReportTemplate.Sources))
            .SelectMany(section => Address().Matches(section.Body).Select(match => match.Value.TrimEnd('.', ',', ';', ')')))
            .Distinct()
            .Where(address => !cited.Contains(address, StringComparison.OrdinalIgnoreCase))
            .Select(address => $"{address} is used in the text and not named under `{ReportTemplate.Sources}`; cite it there."));
        return new ReportCheck(findings);
    }

    private static string? Missing(ReportText report, ReportHeading heading)
    {
        var count = report.Sections.Count(section => ReportText.IsTitle(section.Title, heading.Title));
        if (count == 0)
        {
            return $"the heading `{heading.Title}` is missing; start from the template and keep all its headings.";
        }

        if (count > 1)
        {
            return $"the heading `{heading.Title}` stands {count} times; keep one.";
        }

        var content = Filled(report, heading.Title);
        return content.Length == 0 ? $"nothing stands below `{heading.Title}`; {Lower(heading.Hint)}"
            : heading.IsIfApplicable && content.Length < ShortestReason ? $"`{heading.Title}` says only \"{content}\"; {Lower(heading.Hint)}"
            : null;
    }

    // A section that its authors divide further goes on below their own headings.
    private static string Filled(ReportText report, string title)
    {
        var at = report.Sections.ToList().FindIndex(section => ReportText.IsTitle(section.Title, title));
        var own = report.Sections.Skip(at + 1).TakeWhile(section => !ReportTemplate.Headings.Any(heading => ReportText.IsTitle(section.Title, heading.Title)));
        return string.Join('\n', own.Select(section => section.Body).Prepend(report.Sections[at].Body)).Trim().Trim('-', '*', '.', '_', ' ', '\n');
    }

    private static List<string> Items(ReportText report, string title) =>
        [.. (report.Body(title) ?? "").Split(['\n', ',', ';']).Select(line => line.Trim(' ', '-', '*', '\t')).Where(line => line.Length > 0)];

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    [GeneratedRegex(@"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;.]+")]
    private static partial Regex Email();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit();

    [GeneratedRegex(@"https?://[^\s<>""\]]+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
