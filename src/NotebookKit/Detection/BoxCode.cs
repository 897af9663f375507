namespace NotebookKit.Detection;

/// <summary>How a change of size is written.</summary>
public enum BoxForm
{
    /// <summary>In shares of the proposal's own size, dw = (w' - w) / w: as the lecture's examples read.</summary>
    Linear,

    /// <summary>As a logarithm, dw = ln(w' / w): as in R-CNN and all after it, so that no offset makes a size negative.</summary>
    Log,
}

/// <summary>What has to happen to a proposal: shifts in shares of its size, and changes of its size.</summary>
/// <param name="Dx">How far to the right, in widths.</param>
/// <param name="Dy">How far down, in heights.</param>
/// <param name="Dw">How much wider.</param>
/// <param name="Dh">How much higher.</param>
public readonly record struct BoxOffset(double Dx, double Dy, double Dw, double Dh);

/// <summary>Box regression's language: the way from a proposal to the box that is meant, in numbers that do not depend on size or place.</summary>
/// <remarks>
/// dx = (x' - x) / w and dy = (y' - y) / h for the middles; dw and dh as <see cref="BoxForm"/> says. (0.25, 0, 0, 0): the
/// proposal is a quarter of its width too far left; (0, 0, -0.125, 0): too wide by an eighth. Girshick et al. 2014; lecture S2 L8.
/// </remarks>
/// <param name="Form">How a change of size is written.</param>
public sealed record BoxCode(BoxForm Form = BoxForm.Log)
{
    // Where an untrained network says e^100, the box stays finite: at most 1000 / 16 times as large, as is usual.
    private static readonly double Most = Math.Log(1000.0 / 16);

    /// <summary>What the shifts are divided by, so that a network learns numbers around 1; 0.1 in SSD.</summary>
    public double ShiftUnit { get; init => field = Positive(value); } = 1;

    /// <summary>What the changes of size are divided by; 0.2 in SSD.</summary>
    public double SizeUnit { get; init => field = Positive(value); } = 1;

    /// <summary>The way from one box to another.</summary>
    /// <param name="from">The proposal, with area.</param>
    /// <param name="to">The box that is meant; with area in the logarithmic form.</param>
    /// <exception cref="ArgumentException">A box has no area.</exception>
    public BoxOffset Encode(Box from, Box to)
    {
        if (!(from.Area > 0) || (Form == BoxForm.Log && !(to.Area > 0)))
        {
            throw new ArgumentException($"BoxCode: there is no way from {from} to {to}; both need an area{(Form == BoxForm.Linear ? " (the second may have none in the linear form)" : string.Empty)}.");
        }

        return new BoxOffset(
            (to.CenterX - from.CenterX) / from.Width / ShiftUnit,
            (to.CenterY - from.CenterY) / from.Height / ShiftUnit,
            Change(from.Width, to.Width) / SizeUnit,
            Change(from.Height, to.Height) / SizeUnit);
    }

    /// <summary>Goes the way: the box that an offset means for a proposal.</summary>
    /// <param name="from">The proposal.</param>
    /// <param name="offset">What a network said; a size it makes negative becomes 0.</param>
    /// <exception cref="ArgumentException">An offset is NaN.</exception>
    public Box Decode(Box from, BoxOffset offset) => Box.FromCenter(
        from.CenterX + (offset.Dx * ShiftUnit * from.Width),
        from.CenterY + (offset.Dy * ShiftUnit * from.Height),
        Changed(from.Width, offset.Dw * SizeUnit),
        Changed(from.Height, offset.Dh * SizeUnit));

    /// <summary>The ways from proposals to the boxes that are meant, [N, 4] of Float32: what a network is taught.</summary>
    /// <param name="from">N proposals.</param>
    /// <param name="to">N boxes.</param>
    /// <exception cref="ArgumentException">There are not as many of one as of the other, or one has no area.</exception>
    public Tensor Encode(IReadOnlyList<Box> from, IReadOnlyList<Box> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count != to.Count)
        {
            throw new ArgumentException($"BoxCode: {from.Count} proposals and {to.Count} boxes do not pair up.");
        }

        float[] rows = new float[4 * from.Count];
        for (int i = 0; i < from.Count; i++)
        {
            (double dx, double dy, double dw, double dh) = Encode(from[i], to[i]);
            (rows[4 * i], rows[(4 * i) + 1], rows[(4 * i) + 2], rows[(4 * i) + 3]) = ((float)dx, (float)dy, (float)dw, (float)dh);
        }

        return Tensor.Wrap(rows, [from.Count, 4]);
    }

    private double Change(double before, double after) => Form == BoxForm.Log ? Math.Log(after / before) : (after - before) / before;

    private double Changed(double size, double change) => Form == BoxForm.Log ? size * Math.Exp(Math.Min(change, Most)) : Math.Max(0, size * (1 + change));

    private static double Positive(double unit) => unit > 0 && double.IsFinite(unit) ? unit : throw new ArgumentOutOfRangeException(nameof(unit), unit, "BoxCode: a unit is above 0.");
}
