using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NotebookKit.Host.Jupyter;

/// <summary>Notices that the program which started the kernel is gone, so that no kernel stays behind.</summary>
/// <remarks>Jupyter names itself in JPY_PARENT_PID: by its number, on Windows by a handle. Without the variable nothing is watched.</remarks>
internal sealed partial class ParentWatch : IDisposable
{
    private readonly Timer? timer;
    private readonly EventWaitHandle? handle;
    private readonly RegisteredWaitHandle? registration;

    private ParentWatch(Action gone)
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var parent))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            handle = new EventWaitHandle(false, EventResetMode.ManualReset) { SafeWaitHandle = new SafeWaitHandle((nint)parent, ownsHandle: false) };
            registration = ThreadPool.RegisterWaitForSingleObject(handle, (_, _) => gone(), null, -1, executeOnlyOnce: true);
        }
        else if (getppid() is var first)
        {
            // An orphan gets another parent.
            timer = new Timer(
                _ =>
                {
                    if (getppid() != first)
                    {
                        gone();
                    }
                },
                null,
                1000,
                1000);
        }
    }

    /// <summary>Begins to watch.</summary>
    /// <param name="gone">Called once the program is gone; may be called again.</param>
    public static ParentWatch Start(Action gone) => new(gone);

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        registration?.Unregister(null);
        handle?.Dispose();
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int getppid();
}
