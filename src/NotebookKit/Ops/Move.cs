using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The same numbers on another device; this tensor itself when it is already there. dL/dx is dL/dy brought back.</summary>
public sealed class Move : GradientNode, IOp
{
    private readonly Device from;

    private Move(Tensor x)
        : base(x) => from = x.Device;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("there and back", [new(2, 3)], x => x[0].To(Device.Reference).To(Device.Cpu), x => x[0]);
            yield return new OpCase("nothing", [new(0, 3)], x => x[0].To(Device.Reference).To(Device.Cpu), x => x[0]);
        }
    }

    /// <summary>The numbers on a device.</summary>
    public static Tensor Apply(Tensor x, Device device)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(device);
        if (x.Device == device)
        {
            return x;
        }

        Tensor y = Tensor.Empty(x.Shape, x.DType, device);

        // Between two memories: what lies elsewhere is read to this one first, and what is to lie elsewhere is taken over by its device.
        (y.Storage.IsHosted && x.Storage.IsHosted ? x.Device : device).Gather(x.Hosted, y);
        return Gradient.Flows(x) ? y.From(new Move(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.To(from)];
}
