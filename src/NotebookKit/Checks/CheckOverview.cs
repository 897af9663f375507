namespace NotebookKit.Checks;

/// <summary>Where one check stands.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Points">What passing earns.</param>
/// <param name="Status">How it ended last; null when it has not run.</param>
public sealed record CheckStanding(string Name, string Title, double Points, CheckStatus? Status);

/// <summary>Where all checks stand: the progress of a notebook.</summary>
/// <param name="Checks">The checks in their order.</param>
[Display.TypeFormatterSource(typeof(Display.CheckOverviewFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record CheckOverview(IReadOnlyList<CheckStanding> Checks)
{
    /// <summary>How many passed.</summary>
    public int Passed => Checks.Count(check => check.Status == CheckStatus.Passed);

    /// <summary>The points earned.</summary>
    public double Points => Checks.Where(check => check.Status == CheckStatus.Passed).Sum(check => check.Points);

    /// <summary>The points there are.</summary>
    public double MaxPoints => Checks.Sum(check => check.Points);

    /// <summary>The progress in a line.</summary>
    public string Progress => $"{Passed} of {Checks.Count} checks passed, {Points:0.##} of {MaxPoints:0.##} points";

    /// <summary>The progress, and a line a check.</summary>
    public override string ToString() => string.Join('\n', [Progress, .. Checks.Select(check => $"  {Mark(check.Status)} {check.Name}, {check.Points:0.##} points: {Word(check.Status)}")]);

    /// <summary>How a status is said.</summary>
    internal static string Word(CheckStatus? status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "not yet right",
        CheckStatus.NotDone => "not done yet",
        _ => "not run yet",
    };

    /// <summary>A sign for a status.</summary>
    internal static string Mark(CheckStatus? status) => status switch
    {
        CheckStatus.Passed => "✓",
        CheckStatus.Failed => "✗",
        CheckStatus.NotDone => "○",
        _ => "·",
    };
}
