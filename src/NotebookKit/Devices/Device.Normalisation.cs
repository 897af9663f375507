using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <content>Normalisation: fused kernels, here in plain steps.</content>
public abstract partial class Device
{
    /// <summary>Normalises rows of channels [segments, rows, C]; mean and variance are Float64 [segments, groups].</summary>
    internal virtual void ChannelNorm(Tensor x, in ChannelNorm.Setting setting, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance, Tensor y)
    {
        using IDisposable off = Gradient.Off();
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
        ChannelNorm.Setting own = setting;
        Differentiate(seen => Ops.ChannelNorm.Composite(own, seen[0]!, seen[1], seen[2]), [x, weight, Bias(biasGradient)], g, [gradient, weightGradient, biasGradient]);
    }

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
        target.Device.Gather(value.To(target.DType).Reshape(target.Shape.Span), target);
    }

    // The gradient of a bias does not depend on the bias.
    private static Tensor? Bias(Tensor? gradient) => gradient is null ? null : Tensor.Full(gradient.Shape, 0, gradient.DType, gradient.Device);
}
