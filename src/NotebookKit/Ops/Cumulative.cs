namespace NotebookKit.Ops;

/// <summary>Running products, extremes and log-sums, all made of other operations, which give their gradients.</summary>
internal static class Cumulative
{
    /// <summary>y_t = x_0 x_1 ... x_t: the recurrence y_t = x_t y_(t-1).</summary>
    public static Tensor Product(Tensor x, int axis)
    {
        int along = x.Shape.NormalAxis(axis);
        Tensor numbers = Kinds.Wide(x);
        if (x.Shape[along] == 0)
        {
            return numbers;
        }

        AxisIndex[] first = Positions.Along(along, ..1);
        return Recurrence.Apply(numbers, Embed.Apply(numbers[first], numbers.Shape, first), along);
    }

    /// <summary>The largest or smallest so far, and where it stands.</summary>
    public static (Tensor Values, Tensor Positions) Best(Tensor x, int axis, bool smallest)
    {
        int along = x.Shape.NormalAxis(axis);
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        Tensor places = Tensor.Empty(x.Shape, DType.Int64, x.Device);
        x.Device.BestSoFar(x.Detach().Contiguous(), outer, middle, inner, smallest, places);
        return (x.Gather(along, places), places);
    }

    /// <summary>y_t = ln(e^(x_0) + ... + e^(x_t)).</summary>
    /// <remarks>
    /// With m_t the largest so far, s_t = s_(t-1) e^(m_(t-1) - m_t) + e^(x_t - m_t) cannot overflow and y_t = m_t + ln s_t. The result does
    /// not depend on m, so m needs no gradient.
    /// </remarks>
    public static Tensor LogSumExp(Tensor x, int axis)
    {
        Check.Floats("LogCumSumExp", x);
        int along = x.Shape.NormalAxis(axis);
        if (x.Count == 0)
        {
            return x;
        }

        // An infinite shift would make inf - inf; 0 in its place changes nothing.
        Tensor largest = Best(x.Detach(), along, smallest: false).Values;
        Tensor shift = largest.MaskedFill(!largest.IsFinite(), 0);
        Tensor decay = (shift.Roll(1, along) - shift).Minimum(Tensor.Full(new Shape([]), 0, x.DType, x.Device)).Exp();
        Tensor sum = Recurrence.Apply(decay, (x - shift).Exp(), along);
        Tensor none = sum.EqualTo(0);
        return (shift + sum.MaskedFill(none, 1).Log()).MaskedFill(none, double.NegativeInfinity);
    }

    /// <summary>The differences of neighbours, taken <paramref name="times"/> times.</summary>
    public static Tensor Differences(Tensor x, int times, int axis)
    {
        int along = x.Shape.NormalAxis(axis);
        if (times < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(times), times, $"Diff: differences of {x.Shape} are taken 0 times or more.");
        }

        Kinds.Numbers("Diff", x);
        for (int i = 0; i < times && x.Shape[along] > 0; i++)
        {
            x = x[Positions.Along(along, 1..)] - x[Positions.Along(along, ..^1)];
        }

        return x;
    }
}
