namespace NotebookKit.Homework.Course;

/// <summary>Points out of as many as there were; exact decimals, so that 60 % of 35 points is 21 and nothing beside it.</summary>
/// <param name="Earned">What was got, 0 or more.</param>
/// <param name="Possible">What could be got, 0 or more.</param>
[method: System.Text.Json.Serialization.JsonConstructor]
public readonly record struct Points(decimal Earned, decimal Possible)
{
    /// <summary>What was got.</summary>
    public decimal Earned { get; } = Earned >= 0 ? Earned : throw new ArgumentOutOfRangeException(nameof(Earned), Earned, "Points: earned points are 0 or more.");

    /// <summary>What could be got.</summary>
    public decimal Possible { get; } = Possible >= 0 ? Possible : throw new ArgumentOutOfRangeException(nameof(Possible), Possible, "Points: possible points are 0 or more.");

    /// <summary>Earned by possible; null while nothing could be got yet.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal? Share => Possible == 0 ? null : Earned / Possible;

    /// <summary>True from this share on, the share itself included: a "minimum".</summary>
    public bool AtLeast(decimal share) => Possible > 0 && Earned >= share * Possible;

    /// <summary>True beyond this share only: a "&gt;".</summary>
    public bool Above(decimal share) => Possible > 0 && Earned > share * Possible;

    /// <summary>The points of several together.</summary>
    public static Points operator +(Points left, Points right) => new(left.Earned + right.Earned, left.Possible + right.Possible);

    /// <summary>The sum, for languages without operators.</summary>
    public static Points Add(Points left, Points right) => left + right;

    /// <summary>The points and their share, cut (not rounded) after two decimals: 59.99 % is never shown as 60 %.</summary>
    public override string ToString() => Share is { } share
        ? FormattableString.Invariant($"{Earned:0.##} of {Possible:0.##} points ({Math.Floor(share * 10000) / 100:0.##} %)")
        : "no points yet";
}
