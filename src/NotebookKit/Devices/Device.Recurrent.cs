namespace NotebookKit.Devices;

/// <content>Recurrent networks.</content>
public abstract partial class Device
{
    /// <summary>Fused time steps, where a device has them.</summary>
    internal virtual RecurrentKernels? Recurrent => null;
}

/// <content>Recurrent networks.</content>
internal sealed partial class CpuDevice
{
    private readonly CpuRecurrentKernels recurrent = new();

    /// <inheritdoc/>
    internal override RecurrentKernels Recurrent => recurrent;
}
