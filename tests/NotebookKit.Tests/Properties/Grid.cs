using FsCheck;
using FsCheck.Fluent;

namespace NotebookKit.Tests.Properties;

/// <summary>A small random tensor as FsCheck draws and shows it: up to three axes of 1 to 5 places.</summary>
public sealed record Grid(int[] Sizes, double[] Values)
{
    /// <summary>Quarters between -5 and 5: many equals, and sums without rounding.</summary>
    public static Gen<Grid> Quarters { get; } = Of(Gen.Choose(-20, 20).Select(v => v / 4.0));

    /// <summary>Numbers that no float holds exactly.</summary>
    public static Gen<Grid> Crooked { get; } = Of(Gen.Choose(-1000, 1000).Select(v => v * 0.00371));

    /// <summary>Quarters, infinities and NaN.</summary>
    public static Gen<Grid> Wild { get; } = Of(Gen.Frequency(
        (8, Gen.Choose(-8, 8).Select(v => v / 4.0)),
        (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0))));

    /// <summary>The tensor.</summary>
    public Tensor Tensor => Tensor.From(Values, Sizes);

    /// <summary>Fails, and shows the tensor, unless something holds for many of them; the same ones every time.</summary>
    public static void Holds(Gen<Grid> grids, Func<Tensor, bool> property) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(new Replay(new Rnd(17, 41), null)),
            Prop.ForAll(Arb.From(grids), grid => property(grid.Tensor)));

    /// <summary>The same numbers with other strides and somewhere inside a larger storage.</summary>
    public static Tensor AsView(Tensor x)
    {
        int[] reverse = [.. Enumerable.Range(0, x.Rank).Reverse()];
        Tensor turned = x.Permute(reverse).Clone().Permute(reverse);
        return Tensor.Stack([turned, Tensor.ZerosLike(x), turned], axis: -1)[[.. Enumerable.Repeat<AxisIndex>(Range.All, x.Rank), 2]];
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Sizes)}]: {string.Join(" ", Values)}";

    private static Gen<Grid> Of(Gen<double> number) =>
        from rank in Gen.Choose(1, 3)
        from sizes in Gen.Choose(1, 5).ArrayOf(rank)
        from values in number.ArrayOf(sizes.Aggregate(1, (count, size) => count * size))
        select new Grid(sizes, values);
}
