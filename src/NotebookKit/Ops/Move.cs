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

        // Both are this machine's memory so far; a device with a memory of its own will copy through here.
        Tensor y = Tensor.Empty(x.Shape, x.DType, device);
        x.Device.Gather(x, y);
        return Gradient.Flows(x) ? y.From(new Move(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.To(from)];
}
