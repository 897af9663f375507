namespace NotebookKit.Charts;

/// <summary>One axis of a plot; what is left out follows from the data.</summary>
public sealed record Axis
{
    /// <summary>What the axis measures, with its unit.</summary>
    public string? Label { get; init; }

    /// <summary>Equal distances mean equal ratios; values that are not positive are left out.</summary>
    public bool Log { get; init; }

    /// <summary>Where the axis begins; null: at the data.</summary>
    public double? Min { get; init; }

    /// <summary>Where the axis ends; null: at the data.</summary>
    public double? Max { get; init; }

    /// <summary>Names of the positions 0, 1, 2, … for an axis that counts things instead of measuring.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}
