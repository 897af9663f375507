namespace NotebookKit.Charts;

/// <summary>Colours that tell series apart, for readers with any kind of colour vision, on white and on dark paper.</summary>
/// <remarks>
/// After Okabe and Ito 2008. Their orange, sky blue and yellow vanish on white, so those are darker here: every colour
/// has a contrast of at least 3 against both papers.
/// </remarks>
public static class Palette
{
    private static readonly Color[] Series =
    [
        Color.Parse("#0077bb"), Color.Parse("#d55e00"), Color.Parse("#009e73"), Color.Parse("#c66aa0"),
        Color.Parse("#b07d00"), Color.Parse("#3d95c9"), Color.Parse("#8a63d2"), Color.Parse("#808080"),
    ];

    /// <summary>The colours in the order in which series take them.</summary>
    public static IReadOnlyList<Color> All => Series;

    /// <summary>Behind a chart on a light page.</summary>
    public static Color LightPaper { get; } = new(255, 255, 255);

    /// <summary>Behind a chart on a dark page.</summary>
    public static Color DarkPaper { get; } = new(0x1e, 0x1e, 0x1e);

    /// <summary>What is right: green.</summary>
    public static Color Right => Series[2];

    /// <summary>What is wrong: vermilion.</summary>
    public static Color Wrong => Series[1];

    /// <summary>The colour of the n-th series; the eight repeat.</summary>
    public static Color At(int index) => Series[index % Series.Length];
}
