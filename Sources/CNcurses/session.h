#pragma once

/// The descriptor that keys come from.
int cn_session_input(void);
