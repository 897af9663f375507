namespace NotebookKit.Ops;

/// <summary>y = ln(sum over i of e^(x_i)), along one axis, several or all: the smooth maximum.</summary>
/// <remarks>
/// The largest number is taken off first and added again, so nothing overflows: y = m + ln(sum of e^(x_i - m)). The
/// gradient is the softmax, dL/dx_i = e^(x_i - y) dL/dy. Numbers that are all minus infinity give minus infinity.
/// Lectures S1, S2 L5 (softmax and log-likelihood).
/// </remarks>
public static class LogSumExp
{
    /// <summary>The logarithm of the sum of exponentials along the axes.</summary>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or they hold nothing.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(LogSumExp), x);
        Tensor largest = Amax.Apply(x.Detach(), axes, keepDim: true, nameof(LogSumExp));

        // A finite shift: infinity minus infinity would be NaN.
        double limit = x.DType == DType.Float32 ? float.MaxValue : double.MaxValue;
        Tensor shift = largest.Clamp(-limit, limit);
        return (x - shift).Exp().Sum(axes, keepDim).Log() + (keepDim ? shift : shift.Reshape(new ReducedAxes(nameof(LogSumExp), x.Shape, axes).Without(keepDim: false).Span));
    }
}
