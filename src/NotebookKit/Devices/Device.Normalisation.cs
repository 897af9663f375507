using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <content>Normalisation: fused kernels, here in plain steps.</content>
public abstract partial class Device
{
    /// <summary>Normalises rows of channels [segments, rows, C], or planes [segments, images, C, plane]; mean and variance are Float64 [segments, groups].</summary>
    internal virtual void ChannelNorm(Tensor x, in ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        if (x.Rank == 4)
        {
            Tensor own = Tensor.Empty(RowsOf(x).Shape, x.DType, this);
            ChannelNorm(RowsOf(x), setting, weight, bias, mean, variance, own);
            Set(y, PlanesOf(own, x));
            return;
        }

        double count = (double)x.Shape[1] * x.Shape[2] / setting.Groups;
        Tensor groups = x.Reshape(x.Shape[0], x.Shape[1], setting.Groups, x.Shape[2] / setting.Groups);
        Tensor middle = groups.Sum(3, keepDim: true).Sum(1, keepDim: true) / count;
        Set(mean, middle);
        Set(variance, (groups - middle).Square().Sum(3).Sum(1) / (count - setting.Correction));
        Set(y, Ops.ChannelNorm.Composite(setting, x, weight, bias));
    }

    /// <summary>The gradients of <see cref="ChannelNorm"/>, the last two where they are asked for.</summary>
    internal virtual void ChannelNormGradient(
        Tensor x, Tensor g, in ChannelNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        if (x.Rank == 4)
        {
            Tensor rows = Tensor.Empty(RowsOf(x).Shape, x.DType, this);
            ChannelNormGradient(RowsOf(x), RowsOf(g), setting, weight, mean, variance, rows, weightGradient, biasGradient);
            Set(gradient, PlanesOf(rows, x));
            return;
        }

        ChannelNorm.Setting own = setting;
        Differentiate(seen => Ops.ChannelNorm.Composite(own, seen[0]!, seen[1], seen[2]), [x, weight, Bias(biasGradient)], g, [gradient, weightGradient, biasGradient]);
    }

    /// <summary>Whether <see cref="RectifiedNorm"/> and its gradient are there.</summary>
    internal virtual bool RectifiesNorms => false;

    /// <summary>y = max(0, normalised x + addend) of images [N, C, H, W] whose channels lie side by side, as those of addend and y do; moments are Float64 [2, 1, C].</summary>
    internal virtual void RectifiedNorm(Tensor x, in ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor? addend, Tensor moments, Tensor y) =>
        throw new NotSupportedException($"{Name} normalises and rectifies one after the other.");

    /// <summary>The gradients of <see cref="RectifiedNorm"/>; what passes the gate is left in <paramref name="passed"/>, which may be g, and the gradient may be written over it.</summary>
    internal virtual void RectifiedNormGradient(
        Tensor x, Tensor y, Tensor g, in ChannelNorm.Setting setting, Tensor? weight, Tensor moments, Tensor passed, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient) =>
        throw new NotSupportedException($"{Name} normalises and rectifies one after the other.");

    /// <summary>Normalises each row; mean and variance are Float64 [rows].</summary>
    internal virtual void LayerNorm(Tensor x, in LayerNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        using IDisposable off = Gradient.Off();
        Tensor middle = setting.Centred ? x.Mean(1, keepDim: true) : Tensor.Full([x.Shape[0], 1], 0, x.DType, this);
        Set(mean, middle);
        Set(variance, (x - middle).Square().Mean(1));
        Set(y, Ops.LayerNorm.Composite(setting, x, weight, bias));
    }

    /// <summary>The gradients of <see cref="LayerNorm"/>, the last two where they are asked for.</summary>
    internal virtual void LayerNormGradient(
        Tensor x, Tensor g, in LayerNorm.Setting setting, Tensor? weight, Tensor mean, Tensor variance, Tensor gradient, Tensor? weightGradient, Tensor? biasGradient)
    {
        LayerNorm.Setting own = setting;
        Differentiate(seen => Ops.LayerNorm.Composite(own, seen[0]!, seen[1], seen[2]), [x, weight, Bias(biasGradient)], g, [gradient, weightGradient, biasGradient]);
    }

    /// <summary>The gradients of an operation by going back through its plain steps.</summary>
    private protected static void Differentiate(Func<Tensor?[], Tensor> composite, Tensor?[] operands, Tensor gradient, Tensor?[] targets)
    {
        using IDisposable on = Gradient.On();
        Tensor?[] leaves = new Tensor?[operands.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = operands[i]?.Detach();
            if (targets[i] is not null && leaves[i] is { } leaf)
            {
                leaf.RequiresGrad = true;
            }
        }

        int[] asked = [.. Enumerable.Range(0, leaves.Length).Where(i => leaves[i] is { RequiresGrad: true })];
        Tensor[] found = Gradient.Of(composite(leaves), Array.ConvertAll(asked, i => leaves[i]!), start: gradient);
        for (int i = 0; i < asked.Length; i++)
        {
            Set(targets[asked[i]]!, found[i]);
        }
    }

    /// <summary>Copies the numbers of a result to where they are wanted, whatever their shape.</summary>
    private protected static void Set(Tensor target, Tensor value)
    {
        using IDisposable off = Gradient.Off();
        target.Device.Gather(value.To(target.DType).To(target.Device).Reshape(target.Shape.Span), target);
    }

    // [segments, images, C, plane] as [segments, rows, C], and back.
    private static Tensor RowsOf(Tensor planes) =>
        planes.Detach().Permute(0, 1, 3, 2).Reshape(planes.Shape[0], planes.Shape[1] * planes.Shape[3], planes.Shape[2]);

    private static Tensor PlanesOf(Tensor rows, Tensor planes) =>
        rows.Reshape(planes.Shape[0], planes.Shape[1], planes.Shape[3], planes.Shape[2]).Permute(0, 1, 3, 2);

    // The gradient of a bias does not depend on the bias.
    private static Tensor? Bias(Tensor? gradient) => gradient is null ? null : Tensor.Full(gradient.Shape, 0, gradient.DType, gradient.Device);
}
