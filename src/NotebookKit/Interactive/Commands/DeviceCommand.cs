using NotebookKit.Devices;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary><c>#!device</c>: where numbers can live.</summary>
internal sealed class DeviceCommand : IMagicCommand
{
    private static readonly (Device Device, string Code, string What)[] Devices =
    [
        (Device.Cpu, "Device.Cpu", "this machine's processor; new tensors live here"),
        (Device.Reference, "Device.Reference", "the processor in double precision, one number at a time: slow, to compare with"),
        (Device.ShapesOnly, "Device.ShapesOnly", "no numbers, only shapes: to count a large network without building it"),
    ];

    /// <inheritdoc/>
    public string Name => "device";

    /// <inheritdoc/>
    public string Summary => "lists the devices and says how to use one";

    /// <inheritdoc/>
    public string Usage => """
        #!device [NAME]
        Lists the devices, or says how to use the named one. New tensors are made on the CPU; To moves them: x.To(Device.Reference).
        Example: #!device reference
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage);
        line.AtMost(1);
        if (line.Words.Count == 0)
        {
            call.Host.Show(new ReportTable("Devices", ["device", "in C#", "what it is"], [.. Devices.Select(one => new[] { one.Device.Name, one.Code, one.What })])
            {
                Notes = ["New tensors are made on the CPU. A tensor says where it lives (x.Device) and moves with x.To(Device.Reference)."],
            });
            return Task.CompletedTask;
        }

        string name = line.Words[0];
        (Device Device, string Code, string What) found = Devices.FirstOrDefault(one => string.Equals(one.Device.Name, name, StringComparison.OrdinalIgnoreCase));
        if (found.Device is null)
        {
            string near = MagicLine.Nearest(name, Devices.Select(one => one.Device.Name)) is { } other ? $" Did you mean {other}?" : string.Empty;
            throw line.Wrong($"There is no device '{name}'; there are {string.Join(" and ", Devices.Select(one => one.Device.Name))}.{near}");
        }

        call.Host.Show($"{found.Device.Name}: {found.What}. A session has no default device to set; move what you need with x.To({found.Code}).");
        return Task.CompletedTask;
    }
}
