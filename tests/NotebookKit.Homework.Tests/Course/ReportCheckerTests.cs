using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>The lab report has the lecture's headings, and a report without one of them is not accepted.</summary>
[Trait("System", "CRS-LABREP")]
public sealed class ReportCheckerTests
{
    internal static readonly Dictionary<string, string> Filled = new()
    {
        [ReportTemplate.Names] = "- Ada Lovelace\n- Charles Babbage\n- Mary Somerville",
        [ReportTemplate.Emails] = "ada@example.org\ncharles@example.org\nmary@example.org",
        [ReportTemplate.Time] = "2026-09-17 10:15",
        [ReportTemplate.Methods] = "We trained a perceptron: $w \\leftarrow w + \\eta \\varepsilon x$, until no error was left.",
        [ReportTemplate.Dataset] = "The iris data: 150 flowers of three kinds with four lengths, such as 5.1 3.5 1.4 0.2.",
        [ReportTemplate.Architectures] = "Not applicable: a single neuron was all there was.",
        [ReportTemplate.Sources] = "none",
    };

    [Fact]
    public void The_template_has_exactly_the_contents_that_the_lecture_lists()
    {
        var text = ReportTemplate.Render("01-neuron", new DateTimeOffset(2026, 9, 16, 4, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal(
            ["Names", "E-mail addresses", "Time and date of the practice session", "New methods and techniques and their mathematical background", "The dataset, with examples", "New network architectures in detail", "Sources"],
            text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.Contains("2026-09-16 04:00 (UTC+02:00)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_empty_template_is_refused_for_every_heading()
    {
        var check = ReportChecker.Check(ReportTemplate.Render("01-neuron"));
        Assert.False(check.IsAccepted);
        Assert.Equal(ReportTemplate.Headings.Count, check.Findings.Count);
        Assert.All(ReportTemplate.Headings, heading => Assert.Contains(check.Findings, finding => finding.Contains($"nothing stands below `{heading.Title}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_full_report_is_accepted() => Assert.Equal("accepted", ReportChecker.Check(Report(Filled)).ToString());

    [Fact]
    public void A_report_without_one_of_the_headings_is_refused_whichever_it_is()
    {
        foreach (var heading in ReportTemplate.Headings)
        {
            var check = ReportChecker.Check(Report(Filled.Where(section => section.Key != heading.Title)));
            Assert.Contains(check.Findings, finding => finding.StartsWith($"the heading `{heading.Title}` is missing", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_report_with_an_empty_heading_is_refused_whichever_it_is()
    {
        foreach (var heading in ReportTemplate.Headings)
        {
            var check = ReportChecker.Check(Report(Filled.Select(section => section.Key == heading.Title ? new(section.Key, "<!-- later -->\n- \n") : section)));
            Assert.Contains(check.Findings, finding => finding.StartsWith($"nothing stands below `{heading.Title}`", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void If_applicable_is_answered_by_a_reason()
    {
        var report = Report(Filled.Select(section => section.Key == ReportTemplate.Dataset ? new(section.Key, "n/a") : section));
        Assert.StartsWith($"`{ReportTemplate.Dataset}` says only \"n/a\"", Assert.Single(ReportChecker.Check(report).Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_heading_within_code_or_a_comment_does_not_count()
    {
        var code = $"```\n## {ReportTemplate.Sources}\nnone\n```";
        var report = Report(Filled.Where(section => section.Key != ReportTemplate.Sources)) + code + $"\n<!--\n## {ReportTemplate.Sources}\nnone\n-->\n";
        Assert.Contains(ReportChecker.Check(report).Findings, finding => finding.StartsWith($"the heading `{ReportTemplate.Sources}` is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_may_have_headings_of_its_own()
    {
        var report = Report(Filled.Select(section => section.Key == ReportTemplate.Methods ? new(section.Key, "### Perceptron\n\nIt learns by its errors and stops when there are none.") : section));
        Assert.True(ReportChecker.Check(report).IsAccepted);
    }

    [Fact]
    public void A_team_has_three_and_the_talent_programme_one()
    {
        Assert.Contains("written by one student", Assert.Single(ReportChecker.Check(Report(Filled), isTalent: true).Findings), StringComparison.Ordinal);
        var alone = new Dictionary<string, string>(Filled) { [ReportTemplate.Names] = "Ada Lovelace", [ReportTemplate.Emails] = "ada@example.org" };
        Assert.True(ReportChecker.Check(Report(alone), isTalent: true).IsAccepted);
        Assert.Contains("a team of 3", Assert.Single(ReportChecker.Check(Report(alone)).Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_was_used_must_be_cited()
    {
        var used = new Dictionary<string, string>(Filled) { [ReportTemplate.Methods] = "As [there](https://example.org/perceptron) explained, w is turned towards x." };
        Assert.StartsWith("https://example.org/perceptron is used in the text", Assert.Single(ReportChecker.Check(Report(used)).Findings), StringComparison.Ordinal);
        used[ReportTemplate.Sources] = "- https://example.org/perceptron, read on 2026-09-18";
        Assert.True(ReportChecker.Check(Report(used)).IsAccepted);
    }

    internal static string Report(IEnumerable<KeyValuePair<string, string>> sections) =>
        "# Lab report\n\n" + string.Concat(sections.Select(section => $"## {section.Key}\n\n{section.Value}\n\n"));
}
